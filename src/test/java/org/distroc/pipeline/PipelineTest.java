package org.distroc.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distroc.builder.Artifacts;
import org.distroc.builder.RebuildReason;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.GeneratedProject;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.ProcessRunner;
import org.distroc.plan.BuildPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The phases without a command line: a listener in memory, and no class of package cli. */
class PipelineTest {
  private static final String RECIPE =
      """
      distro: v1
      name: toy
      version: 1.0.0
      description: A toy.
      architecture: x86_64
      kernel:
        source: {tarball: {file: kernel.tar, sha256: SHA256}}
        base: tinyconfig
        options:
          64BIT: y
          BLK_DEV_INITRD: y
          PRINTK: y
          BINFMT_ELF: y
          TTY: y
          SERIAL_8250: y
          SERIAL_8250_CONSOLE: y
      init:
        program: hello
        libc: none
        syscalls: [write, pause]
      image:
        formats: [kernel, initramfs]
      qemu:
        display: serial
      """;

  private static final Path TOY = Path.of("toy.yaml");
  private static final Diagnostic WARNING = Diagnostic.warning(Code.D2110, "only a warning");

  /** Collects what a run reports. */
  private static final class Recorder implements RunListener {
    private final List<Diagnostic> reported = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();

    @Override
    public synchronized void report(List<Diagnostic> diagnostics) {
      reported.addAll(diagnostics);
    }

    @Override
    public synchronized void info(String sentence) {
      sentences.add(sentence);
    }
  }

  @TempDir Path folder;
  private final Recorder listener = new Recorder();
  private Pipeline pipeline;

  @BeforeEach
  void makeKernelAndRecipe() throws IOException {
    Host host = new Host(Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()), folder);
    Path kernel = folder.resolve("kernel");
    try (Stream<Path> files = Files.walk(Path.of("cds-training/toy-kernel"))) {
      for (Path file : files.toList()) {
        Files.copy(
            file, kernel.resolve(Path.of("cds-training/toy-kernel").relativize(file).toString()));
      }
    }
    kernel.resolve("scripts/kconfig/merge_config.sh").toFile().setExecutable(true);
    ProcessRunner runner = new ProcessRunner(host);
    assertTrue(runner.run(Command.of("tar", "-cf", "kernel.tar", "kernel").in(folder)).succeeded());
    String sum = runner.run(Command.of("sha256sum", "kernel.tar").in(folder)).output();
    write(RECIPE.replace("SHA256", sum.substring(0, 64)));
    pipeline = new Pipeline(host, listener, RunOptions.defaults());
  }

  private void write(String recipe) throws IOException {
    Files.writeString(folder.resolve(TOY), recipe);
  }

  @Test
  void checksPlansAndExpands() {
    Planned planned = pipeline.plan(TOY);
    assertEquals("toy", planned.plan().name());
    assertEquals("toy.yaml", planned.origin().recipe());
    pipeline.check(TOY);
    GeneratedProject project = pipeline.expand(planned.plan());
    String makefile = new String(project.files().get("Makefile"), StandardCharsets.UTF_8);
    assertTrue(makefile.contains("initramfs"), makefile);
    assertEquals(List.of(), listener.reported);
    assertFalse(Files.exists(folder.resolve("build")), "nothing was written");
  }

  @Test
  void aMistakeIsAFailureWithItsDiagnostics() throws IOException {
    write("distro: v1\nkernal: {}\n");
    Failure failure = assertThrows(Failure.class, () -> pipeline.check(TOY));
    assertTrue(failure.diagnostics().stream().anyMatch(d -> d.code() == Code.D1010), "" + failure);
  }

  /** A table keyed by the identity of plans would lose both. */
  @Test
  void aCopiedPlanKeepsItsInputsAndWarnings() throws Exception {
    Planned planned = pipeline.plan(TOY);
    Planned.Origin origin = planned.origin();
    Planned warned =
        new Planned(
            planned.plan(), new Planned.Origin(origin.recipe(), origin.inputs(), List.of(WARNING)));
    BuildPlan copy = copy(planned.plan(), "a copy", planned.plan().description());
    assertFalse(copy == planned.plan());
    Artifacts built = pipeline.build(warned.with(copy), false);
    assertFalse(built.upToDate());
    // The build of the file sees the same inputs, so it builds nothing and warns again.
    listener.reported.clear();
    assertTrue(pipeline.build(TOY).upToDate());
    assertEquals(List.of(RebuildReason.UNCHANGED), pipeline.reasons());
    assertEquals(
        List.of(WARNING.message()), listener.reported.stream().map(Diagnostic::message).toList());
  }

  @Test
  void aChangedPlanIsNeverTakenForTheRecipe() throws Exception {
    Planned planned = pipeline.plan(TOY);
    Planned changed = planned.with(copy(planned.plan(), "another", "Changed."));
    assertEquals(planned.origin().recipe(), changed.origin().recipe());
    assertFalse(changed.origin().inputs().equals(planned.origin().inputs()));
    pipeline.build(planned, false);
    pipeline.build(changed, false);
    assertFalse(pipeline.reasons().equals(List.of(RebuildReason.UNCHANGED)), "built by its plan");
    pipeline.build(TOY);
    assertFalse(pipeline.reasons().equals(List.of(RebuildReason.UNCHANGED)), "built by the recipe");
  }

  private static BuildPlan copy(BuildPlan plan, String why, String description) throws Exception {
    RecordComponent[] components = BuildPlan.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] =
          components[i].getName().equals("description")
              ? description
              : components[i].getAccessor().invoke(plan);
    }
    BuildPlan made = BuildPlan.class.getDeclaredConstructor(types).newInstance(values);
    assertEquals(description.equals(plan.description()), made.equals(plan), why);
    return made;
  }
}
