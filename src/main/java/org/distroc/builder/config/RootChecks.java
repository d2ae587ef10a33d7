package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.distroc.arch.Drivers;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.plan.BuildPlan;

/**
 * Checks {@code root=}: whether this kernel has block devices, the driver of that disk, and a file
 * system for it. With an initramfs, mounting the root is up to init.
 */
final class RootChecks {
  private static final String DEVICES = "/dev/";

  /** File systems on disks that a root may have, the usual one first. */
  private static final String FILE_SYSTEMS =
      "EXT4_FS|EXT2_FS|EXT3_FS|SQUASHFS|EROFS_FS|BTRFS_FS|XFS_FS|F2FS_FS|ISO9660_FS|CRAMFS"
          + "|ROMFS_FS|MINIX_FS|VFAT_FS|REISERFS_FS|JFS_FS|JFFS2_FS|UBIFS_FS|NILFS2_FS|UDF_FS"
          + "|BCACHEFS_FS|NTFS3_FS|EXFAT_FS";

  private final BuildPlan plan;
  private final CommandLine line;
  private final OptionRemedies remedies;

  private RootChecks(BuildPlan plan, CommandLine line, OptionRemedies remedies) {
    this.plan = plan;
    this.line = line;
    this.remedies = remedies;
  }

  /** At most one warning: what comes later matters only when the earlier is right. */
  static List<Diagnostic> check(BuildPlan plan, CommandLine line, OptionRemedies remedies) {
    RootChecks checks = new RootChecks(plan, line, remedies);
    return checks
        .last("root")
        .flatMap(word -> checks.check(word, word.value().orElse("")))
        .map(List::of)
        .orElse(List.of());
  }

  private Optional<CommandLine.Word> last(String name) {
    return line.words().stream()
        .filter(word -> word.name().equals(name) && word.value().isPresent())
        .reduce((one, other) -> other);
  }

  private Optional<Diagnostic> check(CommandLine.Word word, String root) {
    if (plan.buildsInitramfs()) {
      // Init programs of recipes may read it.
      return plan.init().filter(init -> init.shipped().isPresent()).isPresent()
          ? Optional.of(
              Diagnostic.warning(Code.D2155, "`" + word.text() + "` has no effect")
                  .at(word.at())
                  .label("no effect")
                  .why("the kernel starts /init of the initramfs, and mounts no disk by itself")
                  .help("remove it, or mount the disk in an init program of your own"))
          : Optional.empty();
    }
    if (root.startsWith("UUID=") || root.startsWith("LABEL=")) {
      return Optional.of(
          warning(word, "the kernel does not find disks by " + root.substring(0, root.indexOf('=')))
              .label("not a name that the kernel knows")
              .why("only an init program in an initramfs reads file systems to find these")
              .help(
                  "use the kernel's name, such as `root=/dev/vda1`, or the partition's:"
                      + " `root=PARTUUID=…`, `root=PARTLABEL=…`"));
    }
    String name = root.startsWith(DEVICES) ? root.substring(DEVICES.length()) : root;
    Optional<Drivers.Driver> driver = plan.architecture().drivers().disk(name);
    if (!root.startsWith(DEVICES) && driver.isPresent()) {
      return Optional.of(
          warning(word, "`" + word.text() + "` names no device")
              .label("no path below " + DEVICES)
              .why("the kernel takes a path, or the numbers of a device such as `254:1`")
              .help("write `root=" + DEVICES + name + "`"));
    }
    if (root.startsWith(DEVICES) && driver.isEmpty()) {
      return Optional.of(unknown(word, name, "no driver that distroc knows uses that name"));
    }
    List<String> options = driver.map(Drivers.Driver::options).orElse(List.of());
    if (!remedies.knows(options)) {
      return Optional.of(
          unknown(word, name, "this kernel has no option " + options.get(0).split("\\|")[0]));
    }
    return missing(word, options, name.equals("nfs") || name.equals("cifs"));
  }

  private static Diagnostic unknown(CommandLine.Word word, String name, String why) {
    return warning(word, "no driver of this kernel names a disk `" + name + "`")
        .label("unknown disk")
        .why(why)
        .help("a disk of QEMU's `-hda` is `/dev/sda`, one of virtio `/dev/vda`");
  }

  /** One warning for everything that is missing, so that one remedy is enough. */
  private Optional<Diagnostic> missing(
      CommandLine.Word word, List<String> driver, boolean overNetwork) {
    List<String> blocks = overNetwork ? List.of() : remedies.missing(List.of("BLOCK"));
    List<String> drivers = remedies.missing(driver);
    List<String> fileSystems =
        overNetwork ? List.of() : remedies.missing(List.of(fileSystems(last("rootfstype"))));
    List<String> all = new ArrayList<>(blocks);
    all.addAll(drivers);
    all.addAll(fileSystems);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String what =
        !blocks.isEmpty()
            ? "this kernel has no disks at all"
            : !drivers.isEmpty()
                ? "this kernel has no driver for `" + word.text() + "`"
                : last("rootfstype")
                    .map(
                        type ->
                            "this kernel does not have the file system of `" + type.text() + "`")
                    .orElse("this kernel has no file system for a disk");
    return Optional.of(without(word, all, what));
  }

  /** The option of ext4 is EXT4_FS, that of squashfs is SQUASHFS. */
  private static String fileSystems(Optional<CommandLine.Word> type) {
    List<String> options = new ArrayList<>();
    for (String name : type.flatMap(CommandLine.Word::value).orElse("").split(",")) {
      if (name.matches("[A-Za-z0-9_]{1,20}")) {
        String upper = name.toUpperCase(Locale.ROOT);
        options.add(upper + "_FS");
        options.add(upper);
      }
    }
    return options.isEmpty() ? FILE_SYSTEMS : String.join("|", options);
  }

  private Diagnostic without(CommandLine.Word word, List<String> missing, String what) {
    return remedies.with(
        warning(word, what)
            .label("cannot be mounted")
            .why(OptionRemedies.areOff(missing))
            .why("the kernel would panic: `VFS: Unable to mount root fs`"),
        missing);
  }

  private static Diagnostic warning(CommandLine.Word word, String what) {
    return Diagnostic.warning(Code.D2157, what).at(word.at());
  }
}
