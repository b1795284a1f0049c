import Model
import Testing

@testable import Sampling

@Suite struct WholeDisksTests {
    private func counted(_ names: [String]) -> [String] {
        var disks = WholeDisks()
        return names.filter { name in parsed(name) { disks.counts($0) } }
    }

    @Test func `partitions are left out and disks of longer names are not`() {
        #expect(
            counted(["sda", "sda1", "sda15", "sdaa", "sdaa1", "sr1", "sr10", "vda", "vdb"])
                == ["sda", "sdaa", "sr1", "sr10", "vda", "vdb"])
        #expect(
            counted(["nvme0n1", "nvme0n1p1", "nvme0n1p12", "nvme0n10", "nvme0n2"])
                == ["nvme0n1", "nvme0n10", "nvme0n2"])
        #expect(
            counted(["mmcblk0", "mmcblk0p1", "mmcblk0boot0", "nbd1", "nbd1p1", "nbd10"])
                == ["mmcblk0", "mmcblk0boot0", "nbd1", "nbd10"])
    }

    @Test func `what stands on other disks or on memory is left out`() {
        let stacked = [
            "dm-0", "dm-12", "md0", "md127", "md_d0", "md0p1", "loop3", "loop3p1", "ram0", "zram0",
            "bcache0", "drbd1", "zd16",
        ]
        #expect(counted(stacked).isEmpty)
        #expect(
            counted(["mdisk", "looper", "rbd0", "xvda"]) == ["mdisk", "looper", "rbd0", "xvda"])
    }

    @Test func `a path of an NVMe multipath disk is left out, its head counts`() {
        #expect(counted(["nvme0n1", "nvme0c0n1", "nvme0c1n1"]) == ["nvme0n1"])
    }

    @Test func `names of any length are compared within bounds`() {
        let long = String(repeating: "d", count: 60)
        #expect(counted([long, long + "1", "", "d"]) == [long, long + "1", "d"])
    }

    @Test func `sectors of 512 bytes are added up`() {
        let text = """
               7       0 loop0 5 0 5 0 5 0 5 0 0 0 0
             254       0 vda 169781 33816 100 114849 19514 21778 30 8797 0 26396 124271 2932 0 2093
             254       1 vda1 1 1 99 1 1 1 99 1 0 1 1
             259       0 nvme0n1 1 1 1 1 1 1 2 1 0 1 1
             260       0 short 1 1

            """
        let transfer = parsed(text) { SystemSample.Transfer(diskstats: $0) }
        #expect(transfer == SystemSample.Transfer(received: 101 * 512, sent: 32 * 512))
    }
}
