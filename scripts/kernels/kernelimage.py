"""What lies inside a kernel image: the uncompressed kernel, its BTF and its GNU build id. Standard library only, but for
lz4 and zstd, which are the commands of these names."""

import io
import lzma
import struct
import subprocess
import tarfile
import zlib
from collections.abc import Iterator


class ImageError(Exception):
    """The bytes are not what they should be; the message says which."""


MAGICS = {b"\x1f\x8b\x08": "gzip", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zstd", b"\x02\x21\x4c\x18": "lz4"}
COMMANDS = {"zstd": ["zstd", "-dcq"], "lz4": ["lz4", "-dcq"]}


def decompress(data: bytes) -> tuple[bytes, str]:
    """The payload of a compressed kernel and its method. But for gzip, whose trailer is that already, the kernel's build
    appends the plain size as 4 bytes, which no decompressor understands."""
    method = next((name for magic, name in MAGICS.items() if data.startswith(magic)), None)
    try:
        if method == "gzip":
            return zlib.decompressobj(31).decompress(data), method
        size = struct.unpack("<I", data[-4:])[0]
        if method == "xz":
            plain = lzma.decompress(data[:-4])
        elif method:
            plain = subprocess.run(COMMANDS[method], input=data[:-4], capture_output=True, check=True).stdout
        else:
            raise ImageError(f"payload starts with {data[:6].hex()}: no known compression")
    except (zlib.error, lzma.LZMAError, struct.error, subprocess.CalledProcessError) as error:
        raise ImageError(f"broken {method} payload: {error}") from error
    if len(plain) != size:
        raise ImageError(f"{method} payload gave {len(plain)} bytes where {size} were promised")
    return plain, method


def uncompressed(image: bytes) -> tuple[bytes, str]:
    """The kernel out of a bzImage, an EFI zboot image, a gzipped or a plain one, and how it was wrapped."""
    if image[:4] == b"\x7fELF":
        return image, "ELF"
    if image[:2] == b"MZ" and image[4:8] == b"zimg":
        offset, size = struct.unpack_from("<II", image, 8)
        plain, method = decompress(image[offset : offset + size])
        return plain, "zboot " + method
    if image[0x202:0x206] == b"HdrS":  # x86 boot protocol; payload_offset and _length since 2.08
        start = ((image[0x1F1] or 4) + 1) * 512
        offset, size = struct.unpack_from("<II", image, 0x248)
        plain, method = decompress(image[start + offset : start + offset + size])
        return plain, "bzImage " + method
    if image[0x38:0x3C] == b"ARM\x64":
        return image, "Image"
    if image[:3] == b"\x1f\x8b\x08":
        plain, method = decompress(image)
        return plain, method
    raise ImageError("neither ELF, bzImage, EFI zboot, arm64 Image nor gzip")


def sections(elf: bytes, base: int = 0) -> Iterator[tuple[str, int, int]]:
    """Name, offset and size of each section that has bytes in the little-endian ELF64 at `base`."""
    if elf[base : base + 6] != b"\x7fELF\x02\x01":
        return
    table = base + struct.unpack_from("<Q", elf, base + 0x28)[0]
    stride, count, names = struct.unpack_from("<HHH", elf, base + 0x3A)
    if table == base or table + count * stride > len(elf) or names >= count:
        return
    headers = [struct.unpack_from("<IIQQQQIIQQ", elf, table + index * stride) for index in range(count)]
    strings = base + headers[names][4]
    for name, kind, _, _, offset, size, *_ in headers:
        end = elf.find(b"\0", strings + name)
        if kind != 8 and base + offset + size <= len(elf):  # 8: SHT_NOBITS
            yield elf[strings + name : end].decode(errors="replace"), base + offset, size


def find_btf(kernel: bytes) -> tuple[int, int]:
    """Offset and size of the kernel's BTF: the .BTF section, or in a flat image the largest whole BTF with 1 MiB of types."""
    for name, offset, size in sections(kernel):
        if name == ".BTF":
            return offset, size
    best = (0, 0)
    at = kernel.find(b"\x9f\xeb\x01")
    while 0 <= at <= len(kernel) - 24:
        header, types, types_size, strings, strings_size = struct.unpack_from("<IIIII", kernel, at + 4)
        size = header + max(types + types_size, strings + strings_size)
        whole = 24 <= header <= 128 and types + types_size <= strings and at + size <= len(kernel)
        if whole and types_size > 1 << 20 and kernel[at + header + strings] == 0 and size > best[1]:
            best = (at, size)
        at = kernel.find(b"\x9f\xeb\x01", at + 1)
    if not best[1]:
        raise ImageError("no BTF inside")
    return best


def embedded_notes(kernel: bytes) -> list[range]:
    """Where the notes of the ELF files inside a flat image are: those of the vDSOs, which have build ids of their own."""
    found = []
    at = kernel.find(b"\x7fELF")
    while 0 <= at <= len(kernel) - 64:
        wide = kernel[at + 4] == 2
        layout = ("<Q", 0x20, "<HH", 0x36, 8) if wide else ("<I", 0x1C, "<HH", 0x2A, 4)
        table = at + struct.unpack_from(layout[0], kernel, at + layout[1])[0]
        stride, count = struct.unpack_from(layout[2], kernel, at + layout[3])
        for header in range(table, min(table + stride * count, len(kernel) - 56), stride or 1):
            if struct.unpack_from("<I", kernel, header)[0] == 4:  # PT_NOTE
                offset = struct.unpack_from(layout[0], kernel, header + layout[4])[0]
                size = struct.unpack_from(layout[0], kernel, header + (32 if wide else 16))[0]
                found.append(range(at + offset, at + offset + size))
        at = kernel.find(b"\x7fELF", at + 1)
    return found


def build_id(kernel: bytes) -> str:
    """The GNU build id as hex digits, as /sys/kernel/notes has it: of .notes, or of the one note outside of any vDSO."""
    places = [range(offset, offset + size) for name, offset, size in sections(kernel) if name == ".notes"]
    foreign = [] if places else embedded_notes(kernel)
    note = struct.pack("<III", 4, 20, 3) + b"GNU\0"
    ids = set()
    at = kernel.find(note)
    while at >= 0:
        if any(at in place for place in places or [range(len(kernel))]) and not any(at in place for place in foreign):
            ids.add(kernel[at + 16 : at + 36].hex())
        at = kernel.find(note, at + 1)
    if len(ids) != 1:
        raise ImageError(f"{len(ids)} build ids where one is wanted")
    return ids.pop()


def read_image(path: str) -> bytes:
    """The bytes of a kernel image, or of the one inside a Debian package."""
    with open(path, "rb") as file:
        data = file.read()
    if not data.startswith(b"!<arch>\ndebian-binary"):
        return data
    archive = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            if member.isfile() and member.name.rsplit("/", 1)[-1].startswith("vmlinu"):
                return tar.extractfile(member).read()
    raise ImageError("no kernel image in this package")
