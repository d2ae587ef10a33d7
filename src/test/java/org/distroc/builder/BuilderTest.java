package org.distroc.builder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distroc.arch.x86_64.X8664;
import org.distroc.builder.config.KernelOptions;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.expand.Expander;
import org.distroc.host.Host;
import org.distroc.host.Trees;
import org.distroc.kernel.KernelTree;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.distroc.remotecache.SharedEntries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Complete builds of the toy kernel: what is rebuilt, and what is not. */
class BuilderTest {
  private static final String INIT =
      "init: {source: init.c, libc: none, syscalls: [pause]}\n"
          + "image: {formats: [kernel, initramfs]}\n";

  @TempDir Path temporary;
  private Path bin;
  private Host host;
  private final List<String> heard = new ArrayList<>();
  private List<RebuildReason> reasons = List.of();

  @BeforeEach
  void makeHost() throws IOException {
    temporary = temporary.toRealPath();
    bin = Files.createDirectory(temporary.resolve("bin"));
    host =
        new Host(
            Map.of(
                "PATH",
                bin + ":" + System.getenv("PATH"),
                "HOME",
                temporary.resolve("home").toString()),
            temporary);
    init("42");
  }

  private void init(String number) throws IOException {
    Files.writeString(
        temporary.resolve("init.c"),
        "#include \"syscalls.h\"\nint main(void)\n{\n\tvolatile int kept = "
            + number
            + ";\n\n\t(void)kept;\n\tfor (;;)\n\t\tpause();\n}\n");
  }

  /** A folder that is deleted at the end. */
  @AfterEach
  void awaitKept() {
    KernelOptions.awaitKept();
  }

  private BuildPlan plan(String options) throws IOException {
    return Plans.of(temporary, Plans.recipe(options, INIT));
  }

  private Artifacts build(BuildPlan plan) {
    return build(plan, "build");
  }

  private Artifacts build(BuildPlan plan, String where) {
    heard.clear();
    ProjectFolder folder = new ProjectFolder(temporary.resolve(where), host.cache());
    try (Builder builder =
        Builder.open(
            host,
            plan,
            Expander.expand(plan),
            folder,
            Compilers.local(2),
            SharedEntries.none(),
            tools -> {},
            listener())) {
      if (builder.upToDate().isPresent()) {
        return builder.upToDate().get();
      }
      assertEquals(List.of(), builder.writeProject());
      builder.buildInit();
      builder.buildKernel(
          builder.configureKernel(() -> new KernelOptions(host).resolve(plan).write()));
      Artifacts artifacts = builder.buildImage();
      reasons = builder.finish("recipe.yaml", inputs(), List.of(), List.of());
      return artifacts;
    }
  }

  private BuildInputs inputs() {
    try {
      return BuildInputs.on(host, X8664.ARCHITECTURE, Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BuildListener listener() {
    return new BuildListener() {
      @Override
      public void stage(String name) {
        heard.add("stage " + name);
      }

      @Override
      public synchronized void line(String line) {
        heard.add(line);
      }

      @Override
      public void done(String note) {
        heard.add("done " + note);
      }
    };
  }

  private boolean ran(String words) {
    return heard.stream().anyMatch(line -> line.contains(words) && !line.startsWith("done"));
  }

  @Test
  void theSecondBuildRunsNothing() throws IOException {
    Artifacts first = build(plan(""));
    assertFalse(first.upToDate());
    assertTrue(ran("kernel.txt") && ran("stage kernel"), heard.toString());
    assertEquals(Files.size(first.kernel()), first.sizes().get("bzImage"));
    assertTrue(Files.isRegularFile(first.initramfs().orElseThrow()));
    Artifacts second = build(plan(""));
    assertTrue(second.upToDate());
    assertEquals(List.of(), heard);
    assertEquals(first.sizes(), second.sizes());
  }

  @Test
  void anotherFolderTakesTheKernelFromTheCache() throws IOException {
    Artifacts first = build(plan(""));
    Artifacts second = build(plan(""), "other");
    assertFalse(ran("kernel.txt"), heard.toString());
    assertTrue(heard.stream().anyMatch(line -> line.endsWith("from the cache")), "" + heard);
    assertArrayEquals(Files.readAllBytes(first.kernel()), Files.readAllBytes(second.kernel()));
    assertArrayEquals(
        Files.readAllBytes(first.initramfs().orElseThrow()),
        Files.readAllBytes(second.initramfs().orElseThrow()),
        "and init has no trace of its folder");
  }

  @Test
  void aChangedOptionBuildsAnotherKernelAndTheOldOneStaysCached() throws IOException {
    byte[] plain = Files.readAllBytes(build(plan("")).kernel());
    byte[] more = Files.readAllBytes(build(plan("TTY: y")).kernel());
    assertNotEquals(new String(plain), new String(more));
    assertTrue(new String(more).contains("CONFIG_TTY=y"), new String(more));
    assertArrayEquals(plain, Files.readAllBytes(build(plan("")).kernel()), "and back again");
    assertFalse(ran("kernel.txt"), heard.toString());
  }

  @Test
  void aChangedSourceIsCompiledAgain() throws IOException {
    byte[] before = Files.readAllBytes(build(plan("")).initElf().orElseThrow());
    init("43");
    byte[] after = Files.readAllBytes(build(plan("")).initElf().orElseThrow());
    assertFalse(java.util.Arrays.equals(before, after));
    assertFalse(ran("kernel.txt"), "the kernel is as before");
  }

  /** Objects are newer than their sources, but the flags have changed. */
  @Test
  void otherFlagsCompileAgain() throws IOException {
    build(plan(""));
    String libc = Plans.recipe("", INIT.replace("none, syscalls: [pause]", "static"));
    Files.writeString(
        temporary.resolve("init.c"),
        "#include <unistd.h>\nint main(void)\n{\n\tfor (;;)\n\t\tpause();\n}\n");
    byte[] incremental =
        Files.readAllBytes(build(Plans.of(temporary, libc)).initElf().orElseThrow());
    byte[] clean =
        Files.readAllBytes(build(Plans.of(temporary, libc), "clean").initElf().orElseThrow());
    assertArrayEquals(clean, incremental);
  }

  /** Objects of an older compiler are neither kept nor cached as new. */
  @Test
  void otherToolsBuildEverythingAgain() throws IOException {
    build(plan(""));
    Path gcc = host.find("gcc").orElseThrow();
    Path wrapper =
        Files.writeString(bin.resolve("gcc"), "#!/bin/sh\nexec '" + gcc + "' -DOTHER \"$@\"\n");
    wrapper.toFile().setExecutable(true);
    Files.writeString(temporary.resolve("build/bzImage"), "of the old compiler");
    build(plan(""));
    assertTrue(ran("-c -o source/init.o"), heard.toString());
    assertTrue(ran("kernel.txt"), heard.toString());
    Artifacts fresh = build(plan(""), "other");
    assertTrue(kernel(fresh).contains("This is a toy"), "from the cache");
  }

  @Test
  void anOldKernelInTheFolderIsNotUsed() throws IOException {
    BuildPlan plan = plan("");
    Artifacts first = build(plan);
    byte[] kernel = Files.readAllBytes(first.kernel());
    Trees.delete(host.cacheFolder());
    Files.writeString(first.kernel(), "somebody's own");
    Artifacts second = build(plan);
    assertArrayEquals(kernel, Files.readAllBytes(second.kernel()));
    assertArrayEquals(kernel, Files.readAllBytes(build(plan, "other").kernel()));
  }

  /** The folder of a kernel that a developer works on. */
  @Test
  void aChangedKernelFolderIsSeen() throws IOException {
    Path source = temporary.resolve("kernel");
    ProcessBuilder copy = new ProcessBuilder("cp", "-r", Plans.TOY.toString(), source.toString());
    wait(copy);
    plan("");
    KernelTree toy = Plans.toy(source, "folder", "folder:" + source);
    KernelTree own = new KernelTree(source, toy.release(), toy.identity(), false, "folder");
    BuildPlan plan = Plans.of(temporary.resolve("recipe.yaml"), own);
    build(plan);
    java.nio.file.attribute.FileTime before =
        Files.getLastModifiedTime(temporary.resolve("build/bzImage"));
    Artifacts second = build(plan);
    assertFalse(second.upToDate(), "nobody can know");
    assertEquals(before, Files.getLastModifiedTime(second.kernel()), "but it is the same kernel");
    Files.writeString(source.resolve("kernel.txt"), "This is a new kernel.\n");
    Artifacts third = build(plan);
    assertTrue(kernel(third).contains("This is a new kernel."));
  }

  private static String kernel(Artifacts artifacts) throws IOException {
    return Files.readString(artifacts.kernel(), StandardCharsets.ISO_8859_1);
  }

  private static void wait(ProcessBuilder builder) throws IOException {
    try {
      assertEquals(0, builder.start().waitFor());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void anUnwritableCacheIsNotReportedAsTheBuildFolder() throws IOException {
    Files.createDirectories(host.cacheFolder().getParent());
    Files.writeString(host.cacheFolder(), "a file");
    Failure failure = assertThrows(Failure.class, () -> build(plan("")));
    Diagnostic diagnostic = failure.diagnostics().get(0);
    assertEquals(Code.D5024, diagnostic.code());
    assertTrue(diagnostic.remedies().get(1).contains("XDG_CACHE_HOME"), "" + diagnostic);
  }

  @Test
  void aFolderThatMakeCannotQuoteIsRefusedBeforeAnythingIsRun() throws IOException {
    BuildPlan plan = plan("");
    String hostile = "it's; touch evil; '";
    Failure failure = assertThrows(Failure.class, () -> build(plan, hostile));
    assertEquals(Code.D5003, failure.diagnostics().get(0).code());
    assertFalse(Files.exists(temporary.resolve(hostile)));
  }

  @Test
  void aFolderWithSpacesIsFine() throws IOException {
    Artifacts plain = build(plan(""));
    Artifacts spaced = build(plan(""), "my build $(touch evil) #1");
    assertArrayEquals(
        Files.readAllBytes(plain.initramfs().orElseThrow()),
        Files.readAllBytes(spaced.initramfs().orElseThrow()));
    assertFalse(Files.exists(temporary.resolve("evil")));
    assertFalse(Files.exists(spaced.folder().resolve("evil")));
  }
}
