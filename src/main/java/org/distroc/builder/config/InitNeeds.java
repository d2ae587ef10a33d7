package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.builder.config.RootNeeds.Need;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.init.Awaited;
import org.distroc.init.Ending;
import org.distroc.init.InitSystem;
import org.distroc.init.Launch;
import org.distroc.init.Place;
import org.distroc.init.Service;
import org.distroc.init.Step;
import org.distroc.plan.BuildPlan;
import org.distroc.spec.Network;

/**
 * What a described init needs of the kernel, each at the line that needs it. A need is written down
 * once, at the first line that has it.
 */
final class InitNeeds {
  private static final String DEVICES = "/dev/";

  /** The options of file systems; alternatives are separated by {@code |}. */
  private static final Map<String, String> FILE_SYSTEMS =
      Map.ofEntries(
          Map.entry("proc", "PROC_FS"),
          Map.entry("sysfs", "SYSFS"),
          Map.entry("devtmpfs", "DEVTMPFS"),
          Map.entry("devpts", "UNIX98_PTYS"),
          Map.entry("configfs", "CONFIGFS_FS"),
          Map.entry("debugfs", "DEBUG_FS"),
          Map.entry("tracefs", "TRACING"),
          Map.entry("securityfs", "SECURITYFS"),
          Map.entry("cgroup", "CGROUPS"),
          Map.entry("cgroup2", "CGROUPS"),
          Map.entry("mqueue", "POSIX_MQUEUE"),
          Map.entry("hugetlbfs", "HUGETLBFS"),
          Map.entry("pstore", "PSTORE"),
          Map.entry("efivarfs", "EFIVAR_FS"),
          Map.entry("overlay", "OVERLAY_FS"),
          Map.entry("ext2", "EXT2_FS|EXT4_USE_FOR_EXT2"),
          Map.entry("ext3", "EXT4_FS|EXT3_FS"),
          Map.entry("ext4", "EXT4_FS"),
          Map.entry("btrfs", "BTRFS_FS"),
          Map.entry("xfs", "XFS_FS"),
          Map.entry("f2fs", "F2FS_FS"),
          Map.entry("vfat", "VFAT_FS"),
          Map.entry("msdos", "MSDOS_FS"),
          Map.entry("exfat", "EXFAT_FS"),
          Map.entry("ntfs3", "NTFS3_FS"),
          Map.entry("iso9660", "ISO9660_FS"),
          Map.entry("udf", "UDF_FS"),
          Map.entry("squashfs", "SQUASHFS"),
          Map.entry("erofs", "EROFS_FS"),
          Map.entry("cramfs", "CRAMFS"),
          Map.entry("romfs", "ROMFS_FS"),
          Map.entry("minix", "MINIX_FS"),
          Map.entry("jffs2", "JFFS2_FS"),
          Map.entry("ubifs", "UBIFS_FS"),
          Map.entry("9p", "9P_FS"),
          Map.entry("virtiofs", "VIRTIO_FS"),
          Map.entry("fuse", "FUSE_FS"),
          Map.entry("nfs", "NFS_FS"),
          Map.entry("cifs", "CIFS"));

  /** What well-known programs ask of the kernel, by their names. */
  private static final Map<String, List<String>> PROGRAMS =
      Map.ofEntries(
          Map.entry("udhcpc", List.of("INET", "PACKET")),
          Map.entry("dhclient", List.of("INET", "PACKET")),
          Map.entry("httpd", List.of("INET", "POSIX_TIMERS")),
          Map.entry("nginx", List.of("INET", "EPOLL", "MULTIUSER")),
          Map.entry("dropbear", List.of("INET", "UNIX98_PTYS", "MULTIUSER")),
          Map.entry("sshd", List.of("INET", "UNIX98_PTYS", "MULTIUSER")),
          Map.entry("telnetd", List.of("INET", "UNIX98_PTYS")),
          Map.entry("ifconfig", List.of("INET")),
          Map.entry("ip", List.of("INET")),
          Map.entry("syslogd", List.of("UNIX")),
          Map.entry("logger", List.of("UNIX")),
          Map.entry("mdev", List.of("SYSFS")),
          Map.entry("getty", List.of("MULTIUSER")),
          Map.entry("login", List.of("MULTIUSER")),
          Map.entry("insmod", List.of("MODULES")),
          Map.entry("modprobe", List.of("MODULES")),
          Map.entry("swapon", List.of("SWAP")),
          Map.entry("losetup", List.of("BLK_DEV_LOOP")));

  private final BuildPlan plan;
  private final Map<List<String>, Need> needs = new LinkedHashMap<>();

  private InitNeeds(BuildPlan plan) {
    this.plan = plan;
  }

  /** The options that it needs. */
  static List<Need> of(BuildPlan plan, InitSystem system) {
    InitNeeds all = new InitNeeds(plan);
    system.steps().forEach(all::step);
    system.services().forEach(all::service);
    return List.copyOf(all.needs.values());
  }

  /** What it needs of the machine: a network card for each interface that is one's name. */
  static List<Diagnostic> ofMachine(BuildPlan plan, InitSystem system) {
    if (plan.machine().network() != Network.NONE) {
      return List.of();
    }
    return system
        .all(Step.Action.Interface.class)
        .filter(one -> one.getKey().name().startsWith("eth"))
        .map(one -> noCard(one.getKey().name(), one.getValue()))
        .toList();
  }

  private static Diagnostic noCard(String name, Place at) {
    return Diagnostic.warning(Code.D4313, "the machine has no network card for `" + name + "`")
        .at(at.at())
        .label("no such interface")
        .why("`qemu.network` is `none`")
        .help("write `network: virtio` under `qemu`");
  }

  private void step(Step step) {
    boolean ends = step.condition().isEmpty() && step.otherwise() != Ending.IGNORE;
    Place at = step.place();
    if (step.action() instanceof Step.Action.Mount mount) {
      mount(mount, ends, at);
    } else if (step.action() instanceof Step.Action.Setting setting) {
      add(ends, at, "this kernel has no `" + setting.path() + "`", "a setting", "PROC_SYSCTL");
    } else if (step.action() instanceof Step.Action.Interface network) {
      add(false, at, "this kernel has no TCP/IP for `" + network.name() + "`", "set up", "INET");
      if (network.dhcp()) {
        add(false, at, "this kernel cannot get an address by DHCP", "gets none", "IP_PNP_DHCP");
      }
    } else if (step.action() instanceof Step.Action.Await await) {
      awaited(await.awaited(), ends, at);
    } else if (step.action() instanceof Step.Action.Run run) {
      launch(run.launch(), ends, at);
    }
    step.condition()
        .filter(condition -> condition.test() == Step.Test.BLANK)
        .ifPresent(condition -> disk(condition.path(), false, at));
  }

  private void mount(Step.Action.Mount mount, boolean ends, Place at) {
    if (mount.device().startsWith(DEVICES)) {
      disk(mount.device(), ends, at);
    }
    if (FILE_SYSTEMS.containsKey(mount.type())) {
      add(
          ends,
          at,
          "this kernel cannot mount `" + mount.type() + "`",
          "mounted at `" + mount.at() + "`",
          FILE_SYSTEMS.get(mount.type()));
    }
  }

  private void disk(String device, boolean ends, Place at) {
    if (!device.startsWith(DEVICES)) {
      return;
    }
    plan.architecture()
        .drivers()
        .disk(device.substring(DEVICES.length()))
        .ifPresent(
            driver -> {
              List<String> options = new ArrayList<>(List.of("BLOCK"));
              options.addAll(driver.options());
              add(
                  ends,
                  at,
                  "this kernel has no driver for `" + device + "`",
                  "a disk",
                  options.toArray(String[]::new));
            });
  }

  private void service(Service service) {
    launch(service.launch(), true, service.place());
    service.ready().ifPresent(ready -> awaited(ready, true, service.place()));
    if (service.ends().filter(Ending.POWEROFF::equals).isPresent()) {
      add(
          false,
          service.place(),
          "this kernel cannot switch the machine off",
          "it would only halt",
          plan.architecture().features().poweroff().toArray(String[]::new));
    }
  }

  private void awaited(Awaited awaited, boolean ends, Place at) {
    if (awaited.isPort()) {
      add(ends, at, "this kernel has no TCP/IP, so no port is ever open", "never ready", "INET");
    }
  }

  private void launch(Launch launch, boolean ends, Place at) {
    String program = launch.program();
    String name = program.substring(program.lastIndexOf('/') + 1);
    if (launch.user().isPresent()) {
      add(
          ends,
          at,
          "this kernel has no users: `" + name + "` cannot become one",
          "not as root",
          "MULTIUSER");
    }
    if (plan.root().map(root -> RootNeeds.start(root, program)).orElse("").startsWith("#!")) {
      add(
          ends,
          at,
          "this kernel cannot start scripts, such as `" + program + "`",
          "a script",
          "BINFMT_SCRIPT");
    }
    if (PROGRAMS.containsKey(name)) {
      add(
          false,
          at,
          "this kernel lacks what `" + name + "` needs",
          "starts `" + name + "`",
          PROGRAMS.get(name).toArray(String[]::new));
    }
    launch.tty().ifPresent(tty -> terminal(tty, at));
  }

  /** The driver of a terminal is that of a console, without the part that prints messages. */
  private void terminal(String tty, Place at) {
    plan.architecture()
        .drivers()
        .console(tty.replaceFirst("[0-9]+$", ""))
        .ifPresent(
            driver ->
                add(
                    true,
                    at,
                    "this kernel has no driver for the terminal `" + tty + "`",
                    "cannot be opened",
                    driver.options().stream()
                        .map(option -> option.replace("_CONSOLE", ""))
                        .toArray(String[]::new)));
  }

  private void add(boolean surely, Place at, String message, String label, String... options) {
    List<String> all = List.of(options);
    Diagnostic without =
        surely ? Diagnostic.error(Code.D4312, message) : Diagnostic.warning(Code.D4312, message);
    needs.putIfAbsent(all, new Need(all, without.at(at.at()).label(label)));
  }
}
