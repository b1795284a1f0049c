print("bpftop")
