// KernelOffsets
