char bpftop_license[] __attribute__((section("license"), used)) = "GPL";
