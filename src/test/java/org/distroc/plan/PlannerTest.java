package org.distroc.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.format.catalogue.Formats;
import org.distroc.kconfig.value.SymbolType;
import org.distroc.kernel.KernelSource;
import org.distroc.kernel.Syscall;
import org.distroc.spec.Acceleration;
import org.distroc.spec.Compression;
import org.distroc.spec.Display;
import org.distroc.spec.Firmware;
import org.distroc.spec.Libc;
import org.distroc.spec.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
  private static final String HELLO = "init: {program: hello, syscalls: [write, pause]}\n";

  @TempDir Path folder;

  private BuildPlan plan(String options, String keys) throws IOException {
    return Plans.of(folder, Plans.recipe(options, keys));
  }

  private List<Diagnostic> mistakes(String keys) {
    return assertThrows(Failure.class, () -> plan("", keys)).diagnostics();
  }

  private void source(String name) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), "");
  }

  /** The text that a place covers. */
  private static String shown(Span at) {
    return at.text().substring(at.column() - 1, at.column() - 1 + at.width());
  }

  @Test
  void whatARecipeDoesNotSetHasItsDefault() throws IOException {
    BuildPlan plan = plan("", HELLO);

    assertEquals("toy", plan.name());
    assertEquals("1.0.0", plan.version());
    assertEquals("", plan.description());
    assertEquals("x86_64", plan.architecture().name());
    assertEquals(new ImagePlan(Formats.byDefault(), Compression.NONE), plan.image());
    assertEquals(Machine.of(plan.architecture().board(), 64L << 20, Display.VGA), plan.machine());
    assertEquals(List.of(), plan.tests());
    assertEquals(List.of(), plan.kernel().cmdline());
  }

  @Test
  void optionsKeepTheirOrderAndSpellingAndGetTheirTypes() throws IOException {
    List<KernelPlan.Option> options = plan("FOO_UNKNOWN: 007\n", HELLO).kernel().options();

    assertEquals(
        List.of("64BIT", "BLK_DEV_INITRD", "FOO_UNKNOWN"),
        options.stream().map(KernelPlan.Option::name).toList());
    assertEquals("007", options.get(2).value());
    assertEquals(SymbolType.UNKNOWN, options.get(2).type());
    assertEquals(SymbolType.BOOL, options.get(0).type());
    assertEquals("64BIT", shown(options.get(0).at()));
  }

  @Test
  void aSerialDisplayGetsTheConsoleOfItsArchitecture() throws IOException {
    BuildPlan plan = plan("", HELLO + "qemu: {display: serial}\n");

    String console = "console=" + plan.architecture().consoles().serial();
    assertEquals(List.of(console), plan.kernel().cmdline());
  }

  @Test
  void aConsoleInTheRecipeReplacesTheDefaultOne() throws IOException {
    Path file = folder.resolve("recipe.yaml");
    String text = Plans.recipe("", HELLO + "qemu: {display: serial}\n");
    Files.writeString(
        file, text.replace("  options:\n", "  cmdline: [console=x, quiet]\n  options:\n"));
    BuildPlan plan = Plans.of(file, Plans.toy(Plans.TOY, "toy", "id"));

    assertEquals(List.of("console=x", "quiet"), plan.kernel().cmdline());
    assertEquals("[console=x, quiet]", shown(plan.locations().cmdline()));
  }

  @Test
  void otherParametersFollowTheDefaultConsole() throws IOException {
    String text = Plans.recipe("", HELLO + "qemu: {display: serial}\n");
    BuildPlan plan =
        Plans.of(folder, text.replace("  options:\n", "  cmdline: [quiet]\n  options:\n"));

    assertEquals(2, plan.kernel().cmdline().size());
    assertTrue(plan.kernel().cmdline().get(0).startsWith("console="));
    assertEquals("quiet", plan.kernel().cmdline().get(1));
  }

  @Test
  void theBaseIsATargetOrAFile() throws IOException {
    assertEquals(Optional.of("tinyconfig"), plan("", HELLO).kernel().base());
    assertEquals(Optional.empty(), plan("", HELLO).kernel().baseFile());

    Files.writeString(folder.resolve("base.config"), "CONFIG_64BIT=y\n");
    String text = Plans.recipe("", HELLO).replace("base: tinyconfig", "base: {file: base.config}");
    BuildPlan plan = Plans.of(folder, text);
    assertEquals(Optional.empty(), plan.kernel().base());
    assertEquals(Optional.of(folder.resolve("base.config")), plan.kernel().baseFile());
    assertEquals("base.config", shown(plan.locations().base()));
  }

  @Test
  void aShippedProgramGetsItsSystemCallsInTheirOrder() throws IOException {
    InitPlan init = plan("", HELLO).init().orElseThrow();

    assertEquals(Optional.of("hello"), init.shipped());
    assertEquals(List.of(), init.sources());
    assertEquals(Libc.NONE, init.libc());
    assertEquals(List.of("write", "pause"), init.syscalls().stream().map(Syscall::name).toList());
  }

  @Test
  void aShippedProgramBringsTheCallsThatItNeeds() throws IOException {
    assertEquals(List.of("write", "pause"), calls("init: {program: hello}\n"));
    assertEquals(
        List.of("read", "write", "fork", "execve", "wait4", "_exit"),
        calls("init: {program: shell, libc: none}\n"));
    assertEquals(
        List.of("pause", "execve", "read", "write", "fork", "wait4", "_exit"),
        calls("init: {program: shell, syscalls: [pause, execve]}\n"));
    // To spin instead of sleeping is the recipe's choice.
    assertEquals(List.of("write"), calls("init: {program: hello, syscalls: [write]}\n"));
    assertEquals(List.of(), calls("init: {program: shell, libc: static}\n"));
    source("init.c");
    assertEquals(List.of(), calls("init: {source: init.c, libc: none}\n"));
  }

  private List<String> calls(String keys) throws IOException {
    return plan("", keys).init().orElseThrow().syscalls().stream().map(Syscall::name).toList();
  }

  @Test
  void everySystemCallThatTheKernelLacksIsReportedAtItsPlace() {
    List<Diagnostic> mistakes =
        mistakes("init: {program: hello, syscalls: [wrte, pause, no_such_call]}\n");

    assertEquals(2, mistakes.size());
    assertEquals("wrte", shown(mistakes.get(0).at().orElseThrow()));
    assertEquals("no_such_call", shown(mistakes.get(1).at().orElseThrow()));
  }

  @Test
  void sourcesAreRelativeToTheRecipeAndShownAsTheUserNamedIt() throws IOException {
    source("src/main.c");
    source("src/main.h");
    BuildPlan plan = plan("", "init: {source: [src/main.c, src/main.h]}\n");

    List<InitPlan.SourceFile> sources = plan.init().orElseThrow().sources();
    assertEquals("src/main.c", sources.get(0).path());
    assertEquals(folder.resolve("src/main.c"), sources.get(0).file());
    assertEquals("src/main.c", sources.get(0).shown());
    assertEquals("source/src/main.o", sources.get(0).object());
    assertTrue(sources.get(0).isCompiled() && !sources.get(1).isCompiled());
    assertEquals("src/main.h", shown(plan.locations().sources().get(1)));
  }

  @Test
  void headersAloneAreNoProgram() throws IOException {
    source("src/main.h");
    Diagnostic mistake = mistakes("init: {source: [src/main.h]}\n").get(0);

    assertEquals(Code.D1023, mistake.code());
    assertEquals("`init.source` lists headers only", mistake.message());
  }

  @Test
  void sourcesThatCompileToTheSameObjectAreRejected() throws IOException {
    source("src/a.c");
    source("src/a.S");
    Diagnostic mistake = mistakes("init: {source: [src/a.c, src/a.S]}\n").get(0);

    assertEquals(Code.D1026, mistake.code());
    assertEquals("src/a.S", shown(mistake.at().orElseThrow()));
    assertTrue(mistake.reasons().get(0).contains("source/src/a.o"), mistake.reasons().toString());
  }

  @Test
  void allowedDiagnosticsKnowTheirPlaces() throws IOException {
    String keys = "init: {program: hello, syscalls: [write, pause], allow: [D3003, D3009]}\n";
    List<InitPlan.Allowance> allowed = plan("", keys).init().orElseThrow().allowed();

    assertEquals(
        List.of(Code.D3003, Code.D3009), allowed.stream().map(InitPlan.Allowance::code).toList());
    assertEquals("D3009", shown(allowed.get(1).at()));
  }

  @Test
  void aKernelMayStandAlone() throws IOException {
    BuildPlan plan = plan("", "image: {formats: [kernel]}\n");

    assertEquals(Optional.empty(), plan.init());
    assertEquals(List.of(), plan.locations().sources());
    assertEquals("distro: v1", shown(plan.locations().init()), "the first line");
  }

  @Test
  void theMachineIsTheOneOfTheRecipe() throws IOException {
    BuildPlan plan =
        plan(
            "",
            HELLO
                + """
                image: {formats: [kernel, initramfs], initramfs: {compression: xz}}
                qemu:
                  memory: 1G
                  display: none
                  cpu: "max,+avx"
                  machine: q35
                  smp: 2.0
                  accel: tcg
                  network: e1000
                  firmware: uefi
                  flags: [-no-reboot]
                """);

    assertEquals(
        new Machine(
            plan.architecture().board(),
            1L << 30,
            Display.NONE,
            Acceleration.TCG,
            Optional.of("max,+avx"),
            Optional.of("q35"),
            2,
            Network.E1000,
            Firmware.UEFI,
            List.of("-no-reboot")),
        plan.machine());
    assertEquals(Compression.XZ, plan.image().compression());
    assertEquals("initramfs.cpio.xz", plan.initramfsName());
  }

  @Test
  void theOriginNamesTheRecipeAndDigestsWhatIsBuilt() throws IOException {
    BuildPlan.Origin origin = plan("", HELLO).recipe();
    BuildPlan.Origin tested = plan("", HELLO + "test: {outcome: reboot}\n").recipe();
    BuildPlan.Origin changed = plan("PRINTK: y\n", HELLO).recipe();

    assertEquals(folder.resolve("recipe.yaml"), origin.file());
    assertEquals("recipe.yaml", origin.shown());
    assertTrue(origin.source() instanceof KernelSource.Debian);
    assertTrue(shown(origin.sourceAt()).contains("debian"), origin.sourceAt().toString());
    assertEquals(origin.parts(), tested.parts(), "a test changes no built file");
    assertEquals(origin.parts().keySet(), changed.parts().keySet());
    assertTrue(!origin.parts().get("kernel").equals(changed.parts().get("kernel")));
  }

  @Test
  void locationsFallBackToTheNearestKey() throws IOException {
    PlanLocations locations = plan("", HELLO + "qemu: {memory: 1G}\n").locations();

    assertEquals("1G", shown(locations.nearest("qemu.memory")));
    assertEquals("{memory: 1G}", shown(locations.nearest("qemu.display.no.such.key")));
    assertEquals("distro: v1", shown(locations.nearest("image.formats")));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PlanLocations(java.util.Map.of(), List.of(), java.util.Map.of()));
  }
}
