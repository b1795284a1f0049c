# Each recipe is a few lines at most; what needs more is a script.
SWIFT ?= swift
export BPFTOP_STRICT = 1
# What `make dist` is for; without aarch64 no cross environment is needed.
ARCHES ?= x86_64 aarch64
AARCH64 = .build-aarch64/aarch64-unknown-linux-gnu/release/bpftop
# A section for each function, so that the linker leaves out what nothing calls and folds what is the same, and no debug info, which would
# keep value witnesses and unwind tables alive though the file is stripped; what a refresh calls lies side by side: docs/portable.md.
ORDERED = -Xlinker --symbol-ordering-file=packaging/link-order.txt -Xlinker --no-warn-symbol-ordering
SMALL = $(ORDERED) -Xswiftc -Xfrontend -Xswiftc -function-sections -Xlinker --icf=all -Xlinker -O2 -Xlinker -s -Xlinker -T -Xlinker packaging/static.ld
STATIC = -debug-info-format none --static-swift-stdlib -Xswiftc -static-executable -Xswiftc -use-ld=lld $(SMALL) -Xlinker -Map=.build-static/bpftop.map

.PHONY: build run test lint format bench compare fuzz static static-aarch64 dist portable portable-page kernels clean needs

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
	BPFTOP_STRICT=0 BPFTOP_SMALL=1 $(SWIFT) build -c release --product bpftop --scratch-path .build-static $(STATIC)
	@scripts/dist-sbom --linked .build-static/bpftop.map
	@scripts/link-order --check

static-aarch64: needs-cross ## the same for aarch64, in .build-aarch64/aarch64-unknown-linux-gnu/release
	BPFTOP_STRICT=0 BPFTOP_SMALL=1 scripts/aarch64/build --product bpftop $(SMALL)
	@scripts/dist-sbom --linked .build-aarch64/bpftop.map

dist: static $(if $(findstring aarch64,$(ARCHES)),static-aarch64) ## archives, Debian packages, SBOMs and checksums, in dist/
	scripts/dist x86_64=.build-static/release/bpftop $(if $(findstring aarch64,$(ARCHES)),aarch64=$(AARCH64))

portable: needs-portable dist ## tries the binary and the packages where nothing is installed; needs root
	folders=$$(scripts/root-folders) && scripts/try-portable .build-static/release/bpftop $$folders
	$(if $(findstring aarch64,$(ARCHES)),scripts/aarch64/try $(AARCH64) .build-static/release/bpftop)
	folders=$$(scripts/root-folders trixie bullseye) && scripts/try-package dist/*_amd64.deb $$folders
	lintian --allow-root --fail-on error,warning dist/*.deb

portable-page: needs-portable ## measures what docs/portable.md says, and writes it there; KERNELS=--kernels boots the kernels too
	scripts/portable-page $(KERNELS)

kernels: static ## boots real kernels and checks the numbers in each
	scripts/kernels/install-needs $(if $(wildcard $(AARCH64)),--arm64)
	scripts/kernels/matrix --variant all --binary .build-static/release/bpftop $(addprefix --arm64-binary ,$(wildcard $(AARCH64))) $(KERNELS)

needs: ## what the build needs, by apt when root
	@scripts/needs build

needs-test needs-static needs-cross needs-portable needs-bench needs-ci:
	@scripts/needs $(@:needs-%=%)

clean:
	rm -rf .build .build-static .build-aarch64 dist
