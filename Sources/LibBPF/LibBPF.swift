// LibBPF
