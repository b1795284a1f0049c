# Each recipe is one to three lines; what needs more is a script.
SWIFT ?= swift
export BPFTOP_STRICT = 1
AARCH64 = .build-aarch64/aarch64-unknown-linux-gnu/release/bpftop
STATIC = --static-swift-stdlib -Xswiftc -static-executable -Xswiftc -use-ld=lld -Xlinker -s

.PHONY: build run test lint format bench compare fuzz static static-aarch64 dist kernels clean needs

run: build ## build it and start it
	@.build/release/bpftop

build: needs ## the program, in .build/release
	$(SWIFT) build -c release --product bpftop

test: needs-test ## every test; kernel tests too where BPF can be loaded
	scripts/test

lint: ## formatting, imports, file lengths, shell scripts
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests bpf/plugin
	scripts/check-house

format: ## write Swift files as .swift-format says
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests bpf/plugin

bench: needs ## the small benchmarks, in a package of their own
	BPFTOP_STRICT=0 $(SWIFT) package --package-path Benchmarks benchmark

compare: static needs-bench ## bpftop beside htop, top and btop, some 15 minutes as root: tables and plots in bench/results
	bench/run

fuzz: ## every fuzz target, SECONDS long each
	Fuzz/run.sh $(SECONDS)

static: needs-static ## one file that runs on any Linux, in .build-static/release
	BPFTOP_STRICT=0 $(SWIFT) build -c release --product bpftop --scratch-path .build-static $(STATIC)

static-aarch64: needs-cross ## the same for aarch64, in .build-aarch64/aarch64-unknown-linux-gnu/release
	scripts/aarch64/build --product bpftop

dist: static static-aarch64 ## archives, Debian packages, SBOMs and checksums, in dist/
	scripts/dist x86_64=.build-static/release/bpftop aarch64=$(AARCH64)

kernels: static ## boots real kernels and checks the numbers in each
	scripts/kernels/install-needs $(if $(wildcard $(AARCH64)),--arm64)
	scripts/kernels/matrix --binary .build-static/release/bpftop $(addprefix --arm64-binary ,$(wildcard $(AARCH64))) $(KERNELS)

needs: ## what the build needs, by apt when root
	@scripts/needs build

needs-test needs-static needs-cross needs-bench needs-ci:
	@scripts/needs $(@:needs-%=%)

clean:
	rm -rf .build .build-static .build-aarch64 dist
