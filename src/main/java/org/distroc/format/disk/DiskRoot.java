package org.distroc.format.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.format.ImageContents;
import org.distroc.format.ImageFormat;
import org.distroc.format.KernelNeed;
import org.distroc.format.tar.TarFormat;
import org.distroc.host.Tool;
import org.distroc.spec.FormatSettings;

/**
 * The root file system in a partition of a disk, in place of an initramfs: what is under {@code
 * image.disk.root} and {@code image.disk.data}.
 *
 * @param filesystem the file system of the root
 * @param writable whether it is mounted to be written to
 * @param verity whether the kernel checks each block that it reads
 * @param gpt whether the partition table is a GPT
 */
record DiskRoot(String filesystem, boolean writable, boolean verity, boolean gpt) {
  /** The key of the file system. */
  static final String KEY = "root.filesystem";

  /** The size of a partition for data. */
  static final String DATA = "data.size";

  static final Tool SQFSTAR =
      Tool.program("sqfstar", "squashfs-tools", "write squashfs file systems");
  static final Tool EROFS = Tool.program("mkfs.erofs", "erofs-utils", "write EROFS file systems");
  static final Tool FAKEROOT =
      Tool.program("fakeroot", "fakeroot", "write file systems with owners, without being root");
  static final Tool EXT2 = Tool.program("genext2fs", "genext2fs", "write ext4 file systems");
  static final Tool MKE2FS = sbin("mke2fs");
  static final Tool TUNE2FS = sbin("tune2fs");
  static final Tool VERITY =
      Tool.file(
          "veritysetup",
          "cryptsetup-bin",
          "protect root file systems by dm-verity",
          "/usr/sbin/veritysetup",
          "/sbin/veritysetup",
          "/usr/bin/veritysetup");

  /** All of them. */
  static final List<Tool> TOOLS =
      List.of(TarFormat.BSDTAR, SQFSTAR, EROFS, FAKEROOT, EXT2, MKE2FS, TUNE2FS, VERITY);

  /** The root of a disk; empty if that starts with an initramfs. */
  static Optional<DiskRoot> of(FormatSettings settings) {
    return settings
        .text(KEY)
        .map(
            filesystem ->
                new DiskRoot(
                    filesystem,
                    settings.text("root.mode").filter("read-write"::equals).isPresent(),
                    settings.is("root.verity"),
                    settings.text("table").filter("gpt"::equals).isPresent()));
  }

  /** What cannot be together. */
  static List<ImageFormat.Exclusion> exclusions(FormatSettings settings) {
    List<ImageFormat.Exclusion> found = new ArrayList<>();
    DiskRoot root = of(settings).orElse(null);
    if (root == null) {
      return found;
    }
    boolean ext4 = root.filesystem.equals("ext4");
    if (root.writable && !ext4) {
      found.add(
          new ImageFormat.Exclusion(
              "root.mode",
              "a root of " + root.filesystem + " cannot be written to",
              "the file system is made once, and the kernel only reads it",
              "write `filesystem: ext4`, or leave `mode` out and add `data:` for what is stored"));
    }
    if (root.verity && ext4) {
      found.add(
          new ImageFormat.Exclusion(
              "root.verity",
              "a root of ext4 is not checked by dm-verity here",
              "dm-verity is for what never changes",
              "write `filesystem: squashfs` or `filesystem: erofs`"));
    }
    if (settings.has("root.size") && !ext4) {
      found.add(
          new ImageFormat.Exclusion(
              "root.size",
              "a root of " + root.filesystem + " is as large as its files",
              "nothing can be added to it, so room in the partition is of no use",
              "remove `size`; `data: {size: 16M}` adds a partition for what is stored"));
    }
    return found;
  }

  /** What its rules use. */
  List<Tool> tools() {
    List<Tool> tools = new ArrayList<>(List.of(TarFormat.BSDTAR));
    switch (filesystem) {
      case "squashfs" -> tools.add(SQFSTAR);
      case "erofs" -> tools.addAll(List.of(EROFS, FAKEROOT));
      default -> tools.addAll(List.of(EXT2, TUNE2FS));
    }
    if (verity) {
      tools.add(VERITY);
    }
    return tools;
  }

  /** What a kernel needs to mount it by itself. */
  List<KernelNeed> kernelNeeds() {
    List<String> options = new ArrayList<>();
    switch (filesystem) {
      case "squashfs" -> options.addAll(List.of("SQUASHFS", "SQUASHFS_XZ"));
      case "erofs" -> options.add("EROFS_FS");
      default -> options.add("EXT4_FS");
    }
    options.add(gpt ? "EFI_PARTITION" : "MSDOS_PARTITION");
    if (verity) {
      options.addAll(List.of("DM_INIT", "DM_VERITY", "CRYPTO_SHA256"));
    }
    return options.stream()
        .map(
            option ->
                new KernelNeed(
                    Code.D5101,
                    option,
                    "this kernel cannot mount the root file system on the disk",
                    "needs " + option,
                    "image.disk.root"))
        .toList();
  }

  /** How the kernel finds a partition without an init program. */
  String partition(ImageContents contents) {
    String id =
        gpt
            ? contents.uuid("root").toLowerCase(Locale.ROOT)
            : contents.serial("disk").toLowerCase(Locale.ROOT) + "-02";
    return "PARTUUID=" + id;
  }

  /** The kernel's parameters, except for what has to be computed for dm-verity. */
  String parameters(ImageContents contents) {
    List<String> words = new ArrayList<>();
    words.add("root=" + (verity ? "/dev/dm-0" : partition(contents)));
    words.add("rootfstype=" + filesystem);
    words.add(writable ? "rw" : "ro");
    words.add("rootwait");
    if (contents.cmdline().stream().noneMatch(word -> word.startsWith("init="))) {
      words.add("init=/init");
    }
    return String.join(" ", words);
  }

  private static Tool sbin(String name) {
    return Tool.file(
        name, "e2fsprogs", "write ext4 file systems", "/usr/sbin/" + name, "/sbin/" + name);
  }
}
