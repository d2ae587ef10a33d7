package org.distroc.elf;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distroc.arch.Architecture;
import org.distroc.arch.x86_64.X8664;
import org.distroc.elf.InitExpectation.SystemCall;

/** Builds init programs as generated projects do: with the templates, by make and gcc. */
final class InitBuild {
  private record Call(int number, boolean noreturn, String... parameters) {}

  /** Numbers and parameters as in the kernel's tables, for the calls that tests use. */
  private static final Map<String, Call> CALLS = new LinkedHashMap<>();

  static {
    CALLS.put("read", new Call(0, false, "unsigned int fd", "char *buf", "size_t count"));
    CALLS.put("write", new Call(1, false, "unsigned int fd", "const char *buf", "size_t count"));
    CALLS.put(
        "mmap",
        new Call(
            9,
            false,
            "unsigned long addr",
            "unsigned long len",
            "unsigned long prot",
            "unsigned long flags",
            "unsigned long fd",
            "unsigned long off"));
    CALLS.put("pause", new Call(34, false));
    CALLS.put("fork", new Call(57, false));
    CALLS.put(
        "clone",
        new Call(
            56,
            false,
            "unsigned long flags",
            "unsigned long stack",
            "int *parent",
            "unsigned long tls",
            "int *child"));
    CALLS.put(
        "execve",
        new Call(
            59,
            false,
            "const char *filename",
            "const char *const *argv",
            "const char *const *envp"));
    CALLS.put("_exit", new Call(60, true, "int error_code"));
    CALLS.put(
        "wait4",
        new Call(61, false, "pid_t pid", "int *stat_addr", "int options", "struct rusage *ru"));
    CALLS.put(
        "ppoll",
        new Call(
            271,
            false,
            "struct pollfd *fds",
            "unsigned int n",
            "void *time",
            "const void *mask",
            "size_t size"));
    CALLS.put(
        "newfstatat", new Call(262, false, "int dfd", "const char *name", "void *b", "int f"));
  }

  /** Where a generated project keeps copies of the user's sources. */
  static final String SOURCES = "source/";

  final Path folder;
  final List<String> sources;

  private InitBuild(Path folder, List<String> sources) {
    this.folder = folder;
    this.sources = sources;
  }

  /** Writes the generated part of a project into an empty folder. */
  static InitBuild in(Path folder, String libc, List<String> sources, List<String> calls)
      throws IOException {
    return in(folder, X8664.ARCHITECTURE, Map.of(), libc, sources, calls);
  }

  /** As above, for an architecture with other numbers of system calls. */
  static InitBuild in(
      Path folder,
      Architecture architecture,
      Map<String, Integer> numbers,
      String libc,
      List<String> sources,
      List<String> calls)
      throws IOException {
    Map<String, Object> model = new HashMap<>();
    model.put("libc", libc);
    model.put("loadAddress", "0");
    model.put("objects", sources.stream().map(InitBuild::object).toList());
    model.put("headers", List.of());
    model.put("calls", calls);
    model.put("syscalls", calls.stream().map(call -> model(call, numbers)).toList());
    model.put("structs", calls.contains("wait4") ? List.of("struct rusage") : List.of());
    Files.createDirectories(folder.resolve("tools"));
    Files.createDirectories(folder.resolve(SOURCES));
    model.put("architecture", architecture.name());
    model.put("stackHeader", architecture.programs().needStackHeader());
    // The architecture's files come last: one may include a file of the same name.
    for (String from : List.of("init", "arch/" + architecture.name())) {
      for (String name : templates(from)) {
        String target = name.substring(0, name.length() - ".ftl".length());
        Files.writeString(folder.resolve(target), render(from + "/" + name, model));
      }
    }
    if (Files.exists(folder.resolve("memory.S"))) {
      Files.delete(folder.resolve("memory.c"));
    }
    Files.writeString(folder.resolve("tools/sstrip.c"), render("tools/sstrip.c.ftl", model));
    Files.writeString(
        folder.resolve("Makefile"),
        "CROSS_COMPILE := "
            + architecture.compiler().prefixHere()
            + "\n"
            + "CC := $(CROSS_COMPILE)gcc\n"
            + "AR := $(CROSS_COMPILE)ar\n"
            + "OBJCOPY := $(CROSS_COMPILE)objcopy\n"
            + "HOSTCC := gcc\n"
            + "all: init\n"
            + Files.readString(folder.resolve("init.mk")));
    return new InitBuild(folder, sources);
  }

  private static List<String> templates(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("templates", folder))) {
      return files
          .map(p -> p.getFileName().toString())
          .filter(n -> n.endsWith(".ftl") && !n.startsWith("services."))
          .sorted()
          .toList();
    }
  }

  static String object(String source) {
    return source.replaceAll("\\.[cS]$", ".o");
  }

  private static Map<String, Object> model(String name, Map<String, Integer> numbers) {
    Call call = CALLS.get(name);
    List<Map<String, String>> parameters =
        Arrays.stream(call.parameters())
            .map(
                p -> {
                  int end = Math.max(p.lastIndexOf(' '), p.lastIndexOf('*')) + 1;
                  return Map.of("type", p.substring(0, end).strip(), "name", p.substring(end));
                })
            .toList();
    return Map.of(
        "name",
        name,
        "words",
        parameters.size(),
        "number",
        numbers.getOrDefault(name, call.number()),
        "returns",
        call.noreturn() ? "void" : "long",
        "parameters",
        parameters,
        "noreturn",
        call.noreturn(),
        "from",
        "include/linux/syscalls.h:1");
  }

  /** What the checks know about the kernel of the tests. */
  static InitExpectation expectation(boolean libc) {
    Map<Integer, SystemCall> calls = new HashMap<>();
    CALLS.forEach(
        (name, c) ->
            calls.put(c.number(), new SystemCall(name, c.parameters().length, c.noreturn())));
    calls.put(257, new SystemCall("openat", 4, false));
    calls.put(231, new SystemCall("exit_group", 1, true));
    return expectation(X8664.ARCHITECTURE, libc, calls);
  }

  /** What programs of an architecture must match. */
  static InitExpectation expectation(
      Architecture architecture, boolean libc, Map<Integer, SystemCall> calls) {
    // The smallest kernel: without options, it protects stacks only if that needs none.
    boolean protectsStacks = architecture.programs().protectStacks(option -> false);
    return new InitExpectation(
        architecture,
        architecture.programs().standard(),
        false,
        protectsStacks,
        libc,
        false,
        calls);
  }

  private static String render(String template, Map<String, Object> model) throws IOException {
    Configuration freemarker = new Configuration(Configuration.VERSION_2_3_33);
    freemarker.setDirectoryForTemplateLoading(Path.of("templates").toFile());
    freemarker.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
    freemarker.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
    freemarker.setNumberFormat("c");
    freemarker.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    freemarker.setLogTemplateExceptions(false);
    try {
      StringWriter out = new StringWriter();
      freemarker.getTemplate(template).process(model, out);
      return out.toString();
    } catch (TemplateException e) {
      throw new IllegalStateException(template, e);
    }
  }

  /** Adds lines to the end of the Makefile. */
  InitBuild makefile(String lines) throws IOException {
    Files.writeString(
        folder.resolve("Makefile"), Files.readString(folder.resolve("Makefile")) + lines + "\n");
    return this;
  }

  InitBuild file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  /** Runs make; returns its output. */
  String make() throws IOException {
    return run("make", "-s", "init");
  }

  /** Runs a command in the folder; throws if it fails. */
  String run(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("MAKE"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        String line = String.join(" ", command);
        throw new IllegalStateException(line + " ended with " + exit + "\n" + output);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return output;
  }

  /** Finds the user's sources: the build sees them in a folder that the user does not know. */
  Optional<SourceFile> source(String path) {
    Path file = folder.resolve(path);
    try {
      return path.startsWith(SOURCES) && Files.isRegularFile(file)
          ? Optional.of(new SourceFile(path.substring(SOURCES.length()), Files.readAllLines(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything the checks read; objects only if they exist. */
  InitChecks.Files files(List<String> sources) {
    Map<String, Path> objects = new LinkedHashMap<>();
    for (String source : sources) {
      Path object = folder.resolve(object(source));
      if (Files.exists(object)) {
        objects.put(source, object);
      }
    }
    return new InitChecks.Files(folder.resolve("init.elf"), folder.resolve("init"), objects);
  }

  /** The names of all folders with programs that crash. */
  static List<String> crashes() {
    return crashes("crash");
  }

  /** Those in a folder of the tests' resources. */
  static List<String> crashes(String folder) {
    List<String> names = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Path.of("src/test/resources", folder))) {
      folders.map(p -> p.getFileName().toString()).sorted().forEach(names::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
