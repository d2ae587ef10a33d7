package org.distroc.boot.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.boot.test.BootExplanation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTableTest {
  private static final DiagnosisTable TABLE = DiagnosisTable.shipped();

  /** What a guest showed, the facts as key=value, and words that the first sentence must have. */
  record Example(String id, String console, String facts, String words) {
    Map<String, String> known() {
      Map<String, String> known = new LinkedHashMap<>();
      for (String fact : facts.split(" ")) {
        known.put(fact.substring(0, fact.indexOf('=')), fact.substring(fact.indexOf('=') + 1));
      }
      return known;
    }
  }

  private static final String PANIC = "x\nKernel panic - not syncing: ";

  static List<Example> examples() {
    String spoke = "medium=iso console=spoke display=vga panicked=no";
    String known = "options=known option.PRINTK=y option.TTY=y";
    List<Example> all = new ArrayList<>();
    add(
        all,
        "init-ended/rdinit",
        "VFS: Unable to mount root fs on \"\" or unknown-block(0,0)",
        spoke + " rdinit=elsewhere rdinit.file=/x initramfs=given",
        "tells it to start /x");
    add(
        all,
        "init-ended/missing-loader",
        "Failed to execute /init (error -2)",
        spoke + " init.kind=dynamic init.interpreter=/lib64/ld.so",
        "loader /lib64/ld.so first");
    add(
        all,
        "init-ended/missing-interpreter",
        "Failed to execute /init (error -2)",
        spoke + " init.kind=script init.interpreter=/bin/sh",
        "wants /bin/sh");
    add(all, "init-ended/no-such-file", "Failed to execute /init (error -2)", spoke, "ELF loader");
    add(
        all,
        "init-ended/no-scripts",
        "Failed to execute /init (error -8)",
        spoke + " init.kind=script options=known",
        "/init is a script");
    add(
        all,
        "init-ended/wider-than-kernel",
        "Failed to execute /init (error -8)",
        spoke + " init.bits=64 options=known",
        "built for 32 bits");
    add(
        all,
        "init-ended/narrower-than-kernel",
        "Failed to execute /init (error -8)",
        spoke + " init.bits=32 options=known option.64BIT=y",
        "IA32_EMULATION");
    add(
        all,
        "init-ended/no-elf",
        "Failed to execute /init (error -8)",
        spoke + " init.bits=64 options=known option.64BIT=y",
        "BINFMT_ELF");
    add(
        all,
        "init-ended/not-for-this-kernel",
        "Failed to execute /init (error -8)",
        spoke,
        "execute /init");
    add(all, "init-ended/not-executable", "Failed to execute /init (error -13)", spoke, "mode");
    add(all, "init-ended/cannot-execute", "Failed to execute /init (error -40)", spoke, "circle");
    add(
        all,
        "init-ended/requested",
        PANIC + "Requested init /bin/x failed (error -2).",
        "medium=iso panicked=yes",
        "/bin/x, and could not: error 2 (ENOENT");
    add(
        all,
        "init-ended/returned",
        "init[1]: segfault at 1 ip 0000000000000001 sp 00007ffd",
        spoke,
        "address 1");
    add(
        all,
        "init-ended/stack-protector",
        "init[1]: segfault at 28 ip 00000000004000a1 sp 0000 error 4 in init",
        spoke + " init.libc=none",
        "%fs:0x28");
    add(
        all,
        "init-ended/misaligned",
        "traps: init[1] general protection fault ip:4000a2 sp:7f",
        spoke,
        "movaps");
    add(
        all,
        "init-ended/unknown-instruction",
        "traps: init[1] trap invalid opcode ip:4000a2 sp:7f",
        spoke,
        "newer processor");
    add(
        all,
        "init-ended/null-pointer",
        "init[1]: segfault at 8 ip 00000000004000a1 sp 0000",
        spoke,
        "address 0x8.");
    add(
        all,
        "init-ended/segfault",
        "init[1]: segfault at 7fff0000 ip 00000000004000a1 sp 0000",
        spoke,
        "instruction at 0x00000000004000a1");
    add(
        all,
        "init-ended/old-processor",
        "Fatal glibc error: CPU does not support x86-64-v2",
        spoke + " qemu.cpu=qemu64",
        "x86-64-v2, and the processor that QEMU plays, qemu64,");
    add(
        all,
        "init-ended/old-processor-loader",
        "/init: CPU ISA level is lower than required",
        spoke + " qemu.cpu=qemu64",
        "plays has: qemu64");
    add(
        all,
        "init-ended/not-started",
        PANIC + "Attempted to kill init! exitcode=0x00007f00",
        "medium=iso panicked=yes",
        "127");
    add(
        all,
        "init-ended/killed",
        PANIC + "Attempted to kill init! exitcode=0x0000000b",
        "medium=iso panicked=yes",
        "signal 11 killed it (SIGSEGV");
    add(
        all,
        "init-ended/killed",
        PANIC + "Attempted to kill init! exitcode=0x00000084",
        "medium=iso panicked=yes",
        "signal 4 killed it");
    add(
        all,
        "init-ended/exited",
        PANIC + "Attempted to kill init! exitcode=0x00000100",
        "medium=iso panicked=yes",
        "it exited with status 1");
    add(
        all,
        "init-ended/no-decompressor",
        "Initramfs unpacking failed: compression method gzip not configured",
        spoke,
        "compressed with gzip");
    add(
        all,
        "init-ended/does-not-fit",
        "Initramfs unpacking failed: invalid magic at start of compressed archive",
        spoke + " qemu.memory=32 need.memory=40",
        "about 40 MB");
    add(
        all,
        "init-ended/not-unpacked",
        "Initramfs unpacking failed: write error",
        spoke,
        "write error");
    add(
        all,
        "init-ended/no-initrd-support",
        "VFS: Unable to mount root fs on unknown-block(0,0)",
        spoke + " options=known initramfs=given",
        "BLK_DEV_INITRD is off");
    add(
        all,
        "init-ended/none-given",
        "No working\ninit found.  Try",
        "medium=kernel initramfs=none",
        "A kernel alone");
    add(
        all,
        "init-ended/none-found",
        PANIC + "No working init found.  Try passing",
        "medium=iso panicked=yes",
        "tried /init");
    add(
        all,
        "init-ended/no-root",
        PANIC + "VFS: Unable to mount root fs on unknown-block(0,0)",
        "medium=iso panicked=yes",
        "looked for a disk");
    add(
        all,
        "memory/too-small",
        PANIC + "System is deadlocked on memory",
        "medium=iso panicked=yes qemu.memory=24 need.memory=40",
        "need about 40 MB");
    add(
        all,
        "memory/exhausted",
        PANIC + "System is deadlocked on memory",
        "medium=iso panicked=yes",
        "too small");
    add(
        all,
        "console/no-terminals",
        "Warning: unable to open an initial console.",
        spoke + " options=known",
        "option TTY is off");
    add(
        all,
        "console/no-driver",
        "Warning: unable to open an initial console.",
        spoke + " console.on=other console.device=ttyAMA0",
        "names ttyAMA0");
    add(
        all,
        "console/none-open",
        "Warning: unable to open an initial console.",
        spoke,
        "/dev/console");
    add(
        all,
        "loader/no-bootable-device",
        "Booting from Floppy...\nNo bootable device.",
        spoke,
        "no boot record");
    add(all, "loader/second-stage", "Failed to load ldlinux.c32", spoke, "ldlinux.c32");
    add(
        all,
        "loader/file-not-found",
        "Loading initrd...failed: No such file or directory",
        spoke,
        "but initrd,");
    add(
        all,
        "loader/no-configuration",
        "WARNING: No configuration file found",
        spoke,
        "configuration");
    add(all, "keyboard/unread", "# ", spoke + " keyboard=unread", "driver for the keyboard");
    add(
        all,
        "silence/quiet",
        "# ",
        "cmdline.quiet=yes panicked=no ending=timeout again=spoke",
        "has `quiet`");
    add(
        all,
        "silence/no-printk",
        "",
        "console=silent display=serial options=known",
        "option PRINTK is off");
    add(
        all,
        "silence/no-terminals",
        "",
        "console=silent display=vga options=known option.PRINTK=y",
        "option TTY is off");
    add(
        all,
        "silence/no-serial-driver",
        "",
        "console=silent display=serial " + known + " option.SERIAL_8250_CONSOLE=n",
        "no serial console");
    add(
        all,
        "silence/no-screen-driver",
        "",
        "console=silent display=vga " + known,
        "no driver for it");
    add(
        all,
        "silence/console-on-screen",
        "",
        "console=silent display=serial console.on=vga console.device=tty0",
        "tty0, which is the screen");
    add(
        all,
        "silence/console-on-serial",
        "",
        "console=silent display=vga console.on=serial console.device=ttyS0",
        "ttyS0, which is a serial port");
    add(
        all,
        "silence/console-elsewhere",
        "",
        "console=silent display=vga console.on=other console.device=ttyS9",
        "neither the screen");
    add(
        all,
        "silence/kvm",
        "",
        "console=silent display=serial accelerator=kvm again=spoke",
        "under TCG, and there it spoke");
    add(
        all,
        "processor/not-64-bit",
        "This kernel requires an x86-64 CPU, but only detected an i686 CPU.",
        spoke + " qemu.cpu=pentium3",
        "built for x86-64 processors, and the one that QEMU plays, pentium3, is i686 only");
    add(
        all,
        "processor/lacks-features",
        "This kernel requires the following features not present on the CPU:\n0:26 nx \nUnable",
        spoke + " qemu.cpu=Conroe",
        "a processor with sse2, nx, and");
    add(
        all,
        "processor/late-timer",
        PANIC + "IO-APIC + timer doesn't work!  Boot with apic=debug",
        "medium=iso panicked=yes",
        "too much else to do");
    add(
        all,
        "end/too-little-memory",
        "",
        "console=silent display=serial qemu.memory=20 need.memory=32",
        "takes about 32 MB");
    add(
        all,
        "end/triple-fault",
        "x",
        "ending=reset panicked=no fault=triple cpu.at=startup_64+0x4",
        "It was at startup_64+0x4.");
    add(all, "end/reset", "x", "ending=reset panicked=no", "again and again");
    add(
        all,
        "end/halted",
        "reboot: System halted",
        "ending=timeout panicked=no console=spoke",
        "cut the power");
    add(
        all,
        "end/halted",
        "reboot: Power off not available: System halted instead",
        "ending=timeout panicked=no console=spoke",
        "cut the power");
    add(all, "end/poweroff", "x", "ending=poweroff", "switched itself off");
    add(all, "otherwise/silent-serial", "", "console=silent display=serial", "its serial port");
    add(all, "otherwise/silent-screen", "", "console=silent display=vga", "screen");
    add(
        all,
        "otherwise/no-kvm",
        "Linux version",
        spoke + " ending=timeout accelerator=tcg kvm=unusable kvm.fault=there-is-none",
        "Here it was TCG: there-is-none.");
    return all;
  }

  private static void add(
      List<Example> all, String id, String console, String facts, String words) {
    all.add(new Example(id, console, facts, words));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void explains(Example example) {
    List<BootExplanation> found = TABLE.explain(example.console(), example.known());
    assertEquals(1, found.size(), found.toString());
    BootExplanation explanation = found.get(0);
    assertEquals(example.id(), explanation.id());
    assertTrue(explanation.sentence().contains(example.words()), explanation.sentence());
    assertFalse(
        (explanation.sentence() + explanation.help()).contains("{"), explanation.toString());
  }

  @Test
  void hasAnExampleForEachRow() {
    List<String> withExample = examples().stream().map(Example::id).distinct().toList();
    assertEquals(TABLE.rows().stream().map(DiagnosisTable.Row::id).toList(), withExample);
  }

  @Test
  void pointsAtTheRecipeAndSaysWhatToDo() {
    for (DiagnosisTable.Row row : TABLE.rows()) {
      assertFalse(row.about().isEmpty(), row.id());
      assertFalse(row.help().isEmpty(), row.id());
      assertTrue(row.says().endsWith("."), row.id());
      String words = row.title() + "|" + String.join("|", row.help());
      assertFalse((words + "|").contains(".|"), words);
    }
  }

  @Test
  void saysNothingAboutAGuestThatIsWell() {
    Map<String, String> facts = Map.of("console", "spoke", "display", "vga", "panicked", "no");
    assertEquals(
        List.of(), TABLE.explain("Linux version 6.1\nRun /init as init process\n# ", facts));
  }

  @Test
  void saysOneThingOfEachGroup() {
    String console =
        "Failed to execute /init (error -2)\nKernel panic - not syncing: No working init found.\n"
            + "unable to open an initial console";
    List<String> ids =
        TABLE.explain(console, Map.of("medium", "iso")).stream().map(BootExplanation::id).toList();
    assertEquals(List.of("init-ended/no-such-file", "console/none-open"), ids);
  }

  @Test
  void saysTheLeastTellingOnlyWhenNothingElseIsKnown() {
    Map<String, String> facts = Map.of("console", "silent", "display", "serial");
    assertEquals("otherwise/silent-serial", TABLE.explain("", facts).get(0).id());
    List<BootExplanation> known =
        TABLE.explain("This kernel requires an x86-64 CPU, but only detected an i686 CPU.", facts);
    assertEquals(List.of("processor/not-64-bit"), known.stream().map(BootExplanation::id).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id: a/b",
        "title: t\nsays: x",
        "id: a/b\nsays: x",
        "id: a/b\ntitle: t",
        "id: nogroup\ntitle: t\nsays: x",
        "id: a/b\ntitle: t\nsays: x\nsays: y",
        "id: a/b\ntitle: t\nwhat: x",
        "id: a/b\ntitle: t\nsays: x\nwhen: display",
        "id: a/b\ntitle: t\nsays: x\nconsole: (",
        "just text"
      })
  void refusesARowThatIsNotWellFormed(String text) {
    BufferedReader in = new BufferedReader(new StringReader(text));
    assertThrows(IllegalArgumentException.class, () -> DiagnosisTable.read(in));
  }
}
