package org.distroc.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.distroc.boot.Launch;
import org.distroc.boot.test.BootResult;
import org.distroc.boot.test.TestWatcher;
import org.distroc.builder.Artifacts;
import org.distroc.cli.terminal.Streams;
import org.distroc.host.Command;
import org.distroc.host.Host;
import org.distroc.host.Outcome;
import org.distroc.host.ProcessRunner;
import org.distroc.pipeline.Pipeline;
import org.distroc.pipeline.Planned;
import org.distroc.pipeline.RunOptions;
import org.distroc.plan.BuildPlan;

/** Creates guests that fail: by recipes, and by changing the built files. */
final class FailingGuests {
  /** A file of an initramfs; the name of a folder ends with a slash. */
  record File(String name, int mode, byte[] content) {
    boolean isFolder() {
      return name.endsWith("/");
    }
  }

  private final Path folder;
  private final Host host;
  private final Pipeline pipeline;

  FailingGuests(Path folder) {
    this.folder = folder;
    this.host = new Host(System.getenv(), folder);
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(OutputStream.nullOutputStream()),
            new PrintStream(OutputStream.nullOutputStream()),
            false,
            false);
    this.pipeline = new Pipeline(host, new Reporter(streams, host), RunOptions.defaults());
  }

  /** The plan of a recipe's text. */
  BuildPlan plan(String recipe) throws IOException {
    Path file = Files.writeString(folder.resolve("failing.yaml"), recipe);
    return pipeline.plan(folder.relativize(file)).plan();
  }

  Artifacts build(BuildPlan plan) {
    return pipeline.build(Planned.of(plan), true);
  }

  /** Runs the recipe's test on the built files, or on changed ones. */
  BootResult boot(BuildPlan plan, Artifacts artifacts) throws Exception {
    return boot(plan, artifacts, pipeline.launch(plan.architecture(), plan.machine()));
  }

  /** As above, with another QEMU or accelerator. */
  BootResult boot(BuildPlan plan, Artifacts artifacts, Launch launch) throws Exception {
    return pipeline.test(plan, artifacts, plan.tests().get(0), launch, TestWatcher.NONE);
  }

  /** Compiles a role of {@code failing-init.c}, by default without a C library. */
  byte[] program(String role, String... flags) throws IOException {
    Path source = folder.resolve("failing-init.c");
    Files.write(source, FailingGuests.class.getResourceAsStream("failing-init.c").readAllBytes());
    Path program = folder.resolve("program");
    List<String> words = new ArrayList<>(List.of("gcc", "-O1", "-g", "-fcf-protection=none"));
    words.addAll(List.of("-DROLE=" + role, "-o", "program", "failing-init.c"));
    words.add("-ffile-prefix-map=" + folder + "=.");
    words.addAll(List.of(flags));
    if (!words.contains("-DLIBRARY")) {
      words.addAll(List.of("-nostdlib", "-static", "-fno-stack-protector"));
    }
    run(words.toArray(String[]::new));
    return Files.readAllBytes(program);
  }

  void run(String... words) {
    try {
      Outcome outcome = new ProcessRunner(host).run(Command.of(words).in(folder));
      assertEquals(0, outcome.exit(), String.join(" ", words) + "\n" + outcome.lastLines(20));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same build with other files in the initramfs, possibly with {@code init}. */
  Artifacts with(Artifacts built, File... files) throws IOException {
    return with(built, archive(List.of(files)), files);
  }

  /** The same build with these bytes in place of the initramfs, which is to hold these files. */
  Artifacts with(Artifacts built, byte[] archive, File... files) throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    for (String name : List.of("kernel.config", "System.map")) {
      Files.copy(built.folder().resolve(name), other.resolve(name), REPLACE_EXISTING);
    }
    Path initramfs = Files.write(other.resolve("initramfs.cpio"), archive);
    if (built.initramfs().isPresent() && built.initramfs().get().toString().endsWith(".gz")) {
      initramfs = Files.write(other.resolve("initramfs.cpio.gz"), zipped(archive));
    }
    Optional<Path> program = Optional.empty();
    Optional<Path> elf = Optional.empty();
    for (File file : files) {
      if (file.name().equals("init")) {
        program = Optional.of(Files.write(other.resolve("init"), file.content()));
        elf = file.content()[0] == 0x7f ? program : elf;
      }
    }
    Map<String, String> names = new HashMap<>();
    names.put("kernel", built.kernel().toString());
    names.put("initramfs", initramfs.toString());
    program.ifPresent(file -> names.put("init", file.toString()));
    elf.ifPresent(file -> names.put("initElf", file.toString()));
    return new Artifacts(other, names, Map.of(), false);
  }

  /** The same build with its kernel rebuilt for 32-bit x86. */
  Artifacts withKernelOf32Bits(Artifacts built) throws IOException {
    Path narrow = folder.resolve("narrow");
    run("cp", "-r", built.folder().toString(), narrow.toString());
    Path makefile = narrow.resolve("Makefile");
    String text = Files.readString(makefile).replace("ARCH=x86_64", "ARCH=i386");
    Files.writeString(makefile, text);
    run("rm", "-f", narrow + "/tinyconfig.config", narrow + "/kernel.config", narrow + "/bzImage");
    run("make", "-C", narrow.toString(), "bzImage");
    Map<String, String> names = new HashMap<>(built.names());
    names.remove("iso");
    names.replaceAll((what, name) -> built.folder().resolve(name).toString());
    names.put("kernel", "bzImage");
    return new Artifacts(narrow, names, Map.of(), false);
  }

  /** The same build with another CD image. */
  static Artifacts withIso(Artifacts built, Path iso) {
    Map<String, String> names = new HashMap<>(built.names());
    names.put("iso", iso.toString());
    return new Artifacts(built.folder(), names, built.sizes(), false);
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  private static byte[] archive(List<File> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream out =
        new CpioArchiveOutputStream(bytes, CpioConstants.FORMAT_NEW, 512, "UTF-8")) {
      for (File file : files) {
        String name = file.name().replaceFirst("/$", "");
        CpioArchiveEntry entry =
            new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, file.content().length);
        int type = file.isFolder() ? CpioConstants.C_ISDIR : CpioConstants.C_ISREG;
        entry.setMode(type | file.mode());
        out.putArchiveEntry(entry);
        out.write(file.content());
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** A file that a program of this host loads, by the name and the folders that it has here. */
  static List<File> library(String path) throws IOException {
    List<File> files = new ArrayList<>();
    Path relative = Path.of("/").relativize(Path.of(path));
    for (int i = 1; i < relative.getNameCount(); i++) {
      files.add(new File(relative.subpath(0, i) + "/", 0755, new byte[0]));
    }
    files.add(new File(relative.toString(), 0755, Files.readAllBytes(Path.of(path))));
    return files;
  }
}
