package org.distroc.builder.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distroc.diag.Diagnostic;
import org.distroc.host.Host;
import org.distroc.kconfig.KconfigTree;
import org.distroc.kconfig.eval.BaseConfig;
import org.distroc.kconfig.eval.Configuration;
import org.distroc.kconfig.shell.KconfigEnvironment;
import org.distroc.kconfig.shell.ShellResultCache;
import org.distroc.kconfig.value.Assignment;
import org.distroc.kernel.KernelParameters;
import org.distroc.kernel.KernelTree;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line and the machine of a recipe, against a kernel of a few options. */
class CommandLineChecksTest {
  private static final String INIT = "init: {program: hello}\n";
  private static final String ALONE = "image: {formats: [kernel]}\n";

  /** What distroc reads of system calls, for init. */
  private static final List<String> CALLS =
      List.of(
          "arch/x86/entry/syscalls/syscall_64.tbl",
          "include/linux/syscalls.h",
          "include/linux/types.h",
          "include/uapi/asm-generic/posix_types.h");

  private static final String KCONFIG =
      """
      config MODULES
      	bool "modules"
      	modules
      config TTY
      	bool "terminals"
      config VT_CONSOLE
      	bool "virtual terminals"
      	depends on TTY
      config VGA_CONSOLE
      	bool "screen"
      config SERIAL_8250_CONSOLE
      	bool "serial"
      config VIRTIO_MENU
      	bool "virtio"
      config VIRTIO_CONSOLE
      	bool "virtio console"
      	depends on VIRTIO_MENU
      config CMDLINE_BOOL
      	bool "command line"
      config CMDLINE
      	string "its text"
      	depends on CMDLINE_BOOL
      config CMDLINE_OVERRIDE
      	bool "overrides"
      	depends on CMDLINE_BOOL
      config BLOCK
      	bool "disks"
      config VIRTIO_PCI
      	bool "virtio on PCI"
      	depends on VIRTIO_MENU
      config VIRTIO_BLK
      	tristate "virtio disk"
      	depends on VIRTIO_MENU && BLOCK
      config BLK_DEV_SD
      	bool "disk"
      	depends on BLOCK
      config ATA_PIIX
      	bool "controller"
      config EXT4_FS
      	bool "ext4"
      	depends on BLOCK
      config SQUASHFS
      	bool "squashfs"
      	depends on BLOCK
      config NET
      	bool "network"
      config INET
      	bool "TCP/IP"
      	depends on NET
      config E1000
      	bool "card"
      	depends on NET
      config VIRTIO_NET
      	bool "virtio card"
      	depends on NET && VIRTIO_MENU
      config SMP
      	bool "processors"
      config ACPI
      	bool "tables"
      config NR_CPUS
      	int "number"
      	default 2
      config PHYSICAL_START
      	hex "address"
      	default 0x1000000
      """;

  @TempDir Path folder;

  private KernelTree kernel;

  @BeforeEach
  void kernel() throws IOException {
    Path root = Files.createDirectories(folder.resolve("kernel"));
    for (String name : List.of("init", "drivers/net", "Documentation/admin-guide", "arch/x86")) {
      Files.createDirectories(root.resolve(name));
    }
    for (String name : CALLS) {
      Files.createDirectories(root.resolve(name).getParent());
      Files.copy(Plans.TOY.resolve(name), root.resolve(name));
    }
    Files.writeString(root.resolve("Kconfig"), KCONFIG);
    Files.writeString(
        root.resolve("Documentation/admin-guide/kernel-parameters.txt"),
        "\tselinux=\t[SELINUX] on\n\t\tnotthis=\n\tnopti\t\t[X86]\n\txfs.errors=\t[FS]\n");
    Files.writeString(
        root.resolve("init/main.c"),
        "__setup(\"retain_initrd\", keep);\nearly_param(\"threadirqs\", set);\n"
            + "  __setup(\"notatstart\", keep);\n");
    Files.writeString(
        root.resolve("drivers/net/card.c"),
        "module_param(debug_level, int, 0);\nmodule_param_named(copy-break, own, int, 0);\n"
            + "torture_param(int, stutter_wait, 5, \"x\");\n");
    kernel = Plans.toy(root, "toy", "sha256:" + "1".repeat(64));
  }

  private List<Diagnostic> found(String cmdline, String options, String keys) throws IOException {
    String recipe =
        Plans.recipe("", keys)
            .replace("  base: tinyconfig\n", "  base: tinyconfig\n  cmdline: [" + cmdline + "]\n");
    BuildPlan plan = Plans.of(Files.writeString(folder.resolve("recipe.yaml"), recipe), kernel);
    KconfigTree tree =
        KconfigTree.load(
            kernel.root(),
            new KconfigEnvironment(
                Map.of("SRCARCH", "x86"), (command, variables) -> "", new ShellResultCache()));
    List<Assignment> wanted =
        Stream.of(options.split(" "))
            .filter(word -> !word.isEmpty())
            .map(word -> new Assignment(word.split("=", 2)[0], word.split("=", 2)[1]))
            .toList();
    Configuration configuration = tree.resolve(new BaseConfig.Text("base", ""), wanted);
    List<Diagnostic> findings = new ArrayList<>(MachineAdvice.of(plan, configuration));
    Host host = new Host(Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()), folder);
    KernelParameters parameters = new KernelParameters(host, sentence -> {});
    findings.addAll(CommandLineChecks.check(plan, configuration, parameters));
    return findings;
  }

  private String codes(String cmdline, String options, String keys) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Diagnostic finding : found(cmdline, options, keys)) {
      text.append(text.length() == 0 ? "" : " ").append(finding.code());
      text.append(":").append(finding.at().orElseThrow().text(), column(finding), end(finding));
    }
    return text.toString();
  }

  private static int column(Diagnostic finding) {
    return finding.at().orElseThrow().column() - 1;
  }

  private static int end(Diagnostic finding) {
    return column(finding) + finding.at().orElseThrow().width();
  }

  private static String help(List<Diagnostic> findings) {
    return String.join("\n", findings.get(0).remedies());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "console=/dev/ttyS0|serial|D2150:console=/dev/ttyS0",
        "console=/dev/tty0|vga|D2150:console=/dev/tty0",
        "console=ttyAMA0|serial|D2151:console=ttyAMA0",
        "console=ttys0|serial|D2151:console=ttys0",
        "console=hvc0|none|D2151:console=hvc0",
        "console=ttyS0|vga|D2152:console=ttyS0",
        "console=ttyS1|serial|D2152:console=ttyS1",
        "'console=ttyS0, console=tty0'|serial|D2152:console=tty0",
        "'console=tty0, console=ttyS0'|serial|-",
        "'\"console=ttyS0,115200n8\"'|serial|-",
        "console=ttyS|serial|-",
        "console=0|serial|-",
        "console=tty1|vga|-",
        "console=tty|vga|-",
        "console=null|vga|-",
        "console=|serial|-",
        "'--, console=/dev/ttyS0'|serial|-",
      })
  void consoles(String cmdline, String display, String expected) throws IOException {
    String options = "TTY=y VT_CONSOLE=y VGA_CONSOLE=y SERIAL_8250_CONSOLE=y";
    String keys = INIT + "qemu: {display: " + display + "}\n";
    String words = cmdline.replace("'", "");
    assertEquals(expected == null ? "" : expected, codes(words, options, keys));
  }

  @Test
  void theRemedyOfAConsoleIsTriedBefore() throws IOException {
    String keys = INIT + "qemu: {display: serial}\n";
    List<Diagnostic> findings = found("console=hvc0", "SERIAL_8250_CONSOLE=y", keys);
    assertTrue(help(findings).contains("`VIRTIO_CONSOLE: y`"), help(findings));
    assertTrue(help(findings).contains("`VIRTIO_MENU: y`"), help(findings));
    assertTrue(help(findings).contains("(verified)"), help(findings));
    findings = found("console=ttys0", "SERIAL_8250_CONSOLE=y", keys);
    assertTrue(help(findings).contains("did you mean `console=ttyS0`?"), help(findings));
  }

  /** A second port that the flags connect may be what the user looks at. */
  @Test
  void flagsMayShowAnotherConsole() throws IOException {
    String keys = INIT + "qemu: {display: serial, flags: [-device, isa-serial]}\n";
    assertEquals("", codes("console=ttyS1", "SERIAL_8250_CONSOLE=y", keys));
  }

  @Test
  void aConfigurationMayOverrideTheCommandLine() throws IOException {
    String on = "SERIAL_8250_CONSOLE=y CMDLINE_BOOL=y CMDLINE=quiet";
    String keys = INIT + "qemu: {display: serial}\n";
    assertEquals("", codes("debug", on, keys));
    List<Diagnostic> findings = found("debug", on + " CMDLINE_OVERRIDE=y", keys);
    assertEquals("the kernel ignores `console=ttyS0 debug`", findings.get(0).message());
    assertEquals(1, findings.size());
    assertEquals("", codes("quiet", on.replace("SERIAL", "X") + " CMDLINE_OVERRIDE=y", ALONE));
    // The words of the configuration come before those of the recipe.
    assertEquals("D2155:tinyconfig", codes("", on.replace("quiet", "init=/x"), keys));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "rdinit=/init|-",
        "rdinit=init|-",
        "rdinit=/sbin/init|D2154:rdinit=/sbin/init",
        "init=/bin/sh|D2155:init=/bin/sh",
        "root=/dev/sda1|D2155:root=/dev/sda1",
        "'rdinit=/x, init=/bin/sh'|D2154:rdinit=/x",
      })
  void theInitramfsHasInitOnly(String cmdline, String expected) throws IOException {
    String words = cmdline.replace("'", "");
    assertEquals(expected == null ? "" : expected, codes(words, "VGA_CONSOLE=y", INIT));
  }

  @Test
  void withoutAnInitramfsInitIsOnTheDisk() throws IOException {
    assertEquals("", codes("init=/bin/sh", "", ALONE));
    assertEquals("D2155:rdinit=/init", codes("rdinit=/init", "", ALONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "quiet|-|-",
        "selinux=0|-|-",
        "xfs.errors=1|-|-",
        "retain_initrd|-|-",
        "threadirqs|-|-",
        "retain-initrd|-|-",
        "card.debug_level=1|-|-",
        "card.copy_break=1|-|-",
        "rcutorture.stutter_wait=1|-|-",
        "sysctl.kernel.panic=1|-|-",
        "dyndbg=+p|-|-",
        "card.dyndbg=+p|-|-",
        "TERM=linux|-|-",
        "rdint=/x|rdint=/x|rdinit",
        "selinx=0|selinx=0|selinux",
        "threadirq|threadirq|threadirqs",
        "quite|quite|quiet",
        "notthis=1|notthis=1|",
        "notatstart|notatstart|",
        "printk.tme=1|printk.tme=1|printk.time",
        "card.speed=1|card.speed=1|",
      })
  void parameters(String word, String place, String meant) throws IOException {
    List<Diagnostic> findings = found(word, "", ALONE);
    assertEquals(place == null ? "" : "D2156:" + place, codes(word, "", ALONE));
    if (meant != null) {
      assertTrue(help(findings).contains("did you mean `" + meant + "`?"), help(findings));
    } else if (!findings.isEmpty()) {
      assertFalse(help(findings).contains("did you mean"), help(findings));
    }
  }

  /** The search takes seconds; a tree is searched once, and only for names beyond those known. */
  @Test
  void aSourceIsSearchedOnce() throws IOException {
    assertEquals("", codes("quiet, selinux=0", "", ALONE));
    assertFalse(Files.exists(folder.resolve("cache")), "nothing searched");
    assertEquals("", codes("threadirqs", "", ALONE));
    Files.delete(kernel.root().resolve("init/main.c"));
    assertEquals("", codes("threadirqs", "", ALONE));
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      Path kept = files.filter(file -> file.toString().endsWith(".parameters")).findFirst().get();
      Files.writeString(kept, "damaged");
    }
    assertEquals("D2156:threadirqs", codes("threadirqs", "", ALONE), "searched again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "root=/dev/vda1||BLOCK VIRTIO_PCI VIRTIO_BLK EXT4_FS VIRTIO_MENU",
        "root=/dev/vda1|BLOCK=y VIRTIO_MENU=y VIRTIO_BLK=y EXT4_FS=y|VIRTIO_PCI",
        "root=/dev/sda1|BLOCK=y BLK_DEV_SD=y SQUASHFS=y|ATA_PIIX",
        "'root=/dev/sda1, rootfstype=squashfs'|BLOCK=y BLK_DEV_SD=y ATA_PIIX=y EXT4_FS=y|SQUASHFS",
        "root=PARTUUID=1-2|BLOCK=y|EXT4_FS",
      })
  void aRootNeedsADiskADriverAndAFileSystem(String cmdline, String options, String missing)
      throws IOException {
    List<Diagnostic> findings =
        found(cmdline.replace("'", ""), options == null ? "" : options, ALONE);
    assertEquals(1, findings.size(), "" + findings);
    assertEquals("D2157", findings.get(0).code().name());
    for (String option : missing.split(" ")) {
      assertTrue(help(findings).contains("`" + option + ": y`"), help(findings));
    }
    assertEquals(missing.split(" ").length, help(findings).split(": y`", -1).length - 1);
    assertTrue(help(findings).contains("(verified)"), help(findings));
  }

  @ParameterizedTest
  @CsvSource({
    "root=/dev/hda1, unknown disk",
    "root=/dev/disk1, unknown disk",
    "root=sda1, no path below /dev/",
    "root=UUID=1-2, not a name that the kernel knows",
  })
  void wrongNamesOfDisks(String word, String label) throws IOException {
    List<Diagnostic> findings = found(word, "BLOCK=y EXT4_FS=y", ALONE);
    assertEquals(List.of(label), findings.stream().map(Diagnostic::label).toList());
  }

  @Test
  void aRootThatCanBeMounted() throws IOException {
    String disk = "BLOCK=y EXT4_FS=y BLK_DEV_SD=y ATA_PIIX=y";
    assertEquals("", codes("root=/dev/sda1, rootfstype=ext4, rw, rootwait", disk, ALONE));
    assertEquals("", codes("\"root=254:1\"", disk, ALONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "network: e1000||D2158:e1000",
        "network: e1000|NET=y E1000=y|D2158:e1000",
        "network: e1000|NET=y E1000=y INET=y|-",
        "network: virtio|NET=y E1000=y INET=y|D2158:virtio",
        "network: none||-",
        "smp: 4||D2159:4",
        "smp: 4|SMP=y ACPI=y|D2159:4",
        "smp: 2|SMP=y ACPI=y|-",
        "smp: 2|SMP=y|D2159:2",
        "smp: 1||-",
        "memory: 16M||D2161:16M",
        "memory: 19M||D2161:19M",
        "memory: 20M||-",
        "memory: 1G||-",
      })
  void machines(String key, String options, String expected) throws IOException {
    assertEquals(
        expected == null ? "" : expected,
        codes("", options == null ? "" : options, ALONE + "qemu: {" + key + "}\n"));
  }

  @Test
  void aModuleIsNotInTheImage() throws IOException {
    String recipe = Plans.recipe("VIRTIO_BLK: m", ALONE);
    BuildPlan plan = Plans.of(Files.writeString(folder.resolve("m.yaml"), recipe), kernel);
    KconfigTree tree =
        KconfigTree.load(
            kernel.root(),
            new KconfigEnvironment(
                Map.of("SRCARCH", "x86"), (command, variables) -> "", new ShellResultCache()));
    List<Assignment> wanted = new ArrayList<>();
    for (String name : List.of("MODULES", "VIRTIO_MENU", "BLOCK")) {
      wanted.add(new Assignment(name, "y"));
    }
    wanted.add(new Assignment("VIRTIO_BLK", "m"));
    List<Diagnostic> findings =
        MachineAdvice.of(plan, tree.resolve(new BaseConfig.Text("base", ""), wanted));
    assertEquals(1, findings.size(), "" + findings);
    assertEquals("D2160", findings.get(0).code().name());
    assertTrue(help(findings).contains("`VIRTIO_BLK: y`"), help(findings));
  }
}
