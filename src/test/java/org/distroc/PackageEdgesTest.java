package org.distroc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.format.catalogue.Formats;
import org.junit.jupiter.api.Test;

/**
 * Which package may use which, read from the compiled classes by the JDK's jdeps. A rule that is
 * not tested is soon broken.
 */
class PackageEdgesTest {
  /**
   * What each package may use besides itself and the JDK. {@code kconfig.eval} is a package by
   * itself; {@code kconfig.*} stands for {@code kconfig} and every package in it.
   */
  static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();

  static {
    ALLOWED.put("diag", Set.of());
    ALLOWED.put("spec", Set.of("diag"));
    ALLOWED.put("host", Set.of("diag", "org.apache.commons.exec"));
    ALLOWED.put("arch", Set.of("host", "spec"));
    ALLOWED.put("rootfs", Set.of("host"));
    // commons-io is there for commons-compress, in whose methods it shows.
    ALLOWED.put(
        "rootfs.archive", Set.of("rootfs", "org.apache.commons.compress", "org.apache.commons.io"));
    ALLOWED.put("init", Set.of("diag"));
    Set<String> architecture = Set.of("arch", "spec", "arch.x86");
    ALLOWED.put("arch.x86", Set.of("arch", "spec"));
    // A new architecture needs no row: it may use what the others may.
    Architectures.ALL.forEach(one -> ALLOWED.put("arch." + one.name(), architecture));
    ALLOWED.put(
        "arch.catalogue",
        with(
            Set.of("arch"),
            Architectures.ALL.stream().map(a -> "arch." + a.name()).toArray(String[]::new)));
    ALLOWED.put(
        "kernel",
        // commons-io is there for commons-compress, in whose methods it shows.
        Set.of(
            "arch",
            "diag",
            "host",
            "org.apache.commons.compress",
            "org.apache.commons.io",
            "org.tukaani.xz"));
    ALLOWED.put(
        "debian",
        Set.of(
            "arch",
            "diag",
            "host",
            "kernel",
            "elf",
            "rootfs",
            "org.apache.commons.compress",
            "org.apache.commons.io"));
    ALLOWED.put("busybox", Set.of("diag", "rootfs"));
    Set<String> format = Set.of("arch", "diag", "host", "spec", "rootfs", "format");
    ALLOWED.put("format", Set.of("arch", "diag", "host", "spec", "rootfs"));
    // A new format needs no row: it may use what the others may.
    Formats.ALL.forEach(one -> ALLOWED.put("format." + one.name(), format));
    ALLOWED.put("format.kernel", with(format, "arch.catalogue"));
    ALLOWED.put("format.disk", with(format, "format.uki", "format.tar"));
    ALLOWED.put("format.iso", with(format, "format.uki"));
    List.of("qcow2", "vmdk", "vhdx")
        .forEach(n -> ALLOWED.put("format." + n, with(format, "format.disk")));
    ALLOWED.put("format.initramfs", with(format, "org.apache.commons.compress"));
    ALLOWED.put("format.tar", with(format, "org.apache.commons.compress"));
    ALLOWED.put("format.cpio", with(format, "format.initramfs"));
    ALLOWED.put("format.oci", with(format, "format.tar"));
    ALLOWED.put("format.netboot", with(format, "format.uki"));
    ALLOWED.put(
        "format.catalogue",
        with(format, Formats.ALL.stream().map(f -> "format." + f.name()).toArray(String[]::new)));
    ALLOWED.put("kconfig.value", Set.of());
    ALLOWED.put("kconfig.model", Set.of("diag", "host", "kconfig.value"));
    ALLOWED.put("kconfig.shell", Set.of("diag", "host", "kconfig.value"));
    ALLOWED.put(
        "kconfig.syntax", Set.of("diag", "kconfig.value", "kconfig.model", "kconfig.shell"));
    ALLOWED.put("kconfig.eval", Set.of("diag", "host", "kconfig.value", "kconfig.model"));
    ALLOWED.put(
        "kconfig.explain",
        Set.of("diag", "host", "kconfig.value", "kconfig.model", "kconfig.eval"));
    ALLOWED.put("kconfig.store", Set.of("diag", "host", "kconfig.value", "kconfig.model"));
    ALLOWED.put(
        "kconfig",
        Set.of(
            "diag",
            "kconfig.value",
            "kconfig.model",
            "kconfig.shell",
            "kconfig.syntax",
            "kconfig.eval",
            "kconfig.explain",
            "kconfig.store"));
    ALLOWED.put("recipe.text", Set.of("diag", "host", "org.snakeyaml.engine"));
    ALLOWED.put(
        "recipe.schema",
        // Regular expressions are checked where they are read, and matched where a guest speaks.
        Set.of(
            "arch",
            "arch.catalogue",
            "diag",
            "host",
            "spec",
            "format",
            "format.catalogue",
            "recipe.text",
            "rootfs",
            "com.networknt",
            "tools.jackson",
            "com.google.re2j"));
    ALLOWED.put("recipe.edit", Set.of("diag", "host", "recipe.text", "recipe.schema"));
    ALLOWED.put("recipe.init", Set.of("diag", "spec", "init", "recipe.text", "recipe.schema"));
    ALLOWED.put(
        "recipe.layers", Set.of("diag", "host", "recipe.text", "recipe.schema", "com.google.re2j"));
    ALLOWED.put(
        "recipe",
        Set.of(
            "arch",
            "arch.catalogue",
            "diag",
            "host",
            "kernel",
            "spec",
            "format",
            "format.catalogue",
            "recipe.text",
            "recipe.schema",
            "recipe.init",
            "init",
            "recipe.layers"));
    ALLOWED.put("settings", Set.of("diag", "host", "recipe.text", "recipe.schema"));
    ALLOWED.put("trust", Set.of("diag", "host", "kernel", "recipe", "recipe.text"));
    ALLOWED.put("cache", Set.of("diag", "host"));
    ALLOWED.put("remotecache", Set.of("diag", "host", "settings"));
    ALLOWED.put(
        "root",
        Set.of(
            "init",
            "arch",
            "arch.catalogue",
            "busybox",
            "debian",
            "elf",
            "diag",
            "host",
            "kernel",
            "recipe",
            "recipe.text",
            "rootfs",
            "rootfs.archive",
            "spec"));
    ALLOWED.put(
        "plan",
        Set.of(
            "debian",
            "rootfs",
            "arch",
            "arch.catalogue",
            "diag",
            "kernel",
            "kconfig.value",
            "kconfig.store",
            "spec",
            "format",
            "format.catalogue",
            "init",
            "recipe",
            "recipe.text"));
    ALLOWED.put("qemu", Set.of("arch", "diag", "host", "spec", "format", "plan"));
    ALLOWED.put(
        "expand",
        Set.of(
            "rootfs",
            "rootfs.archive",
            "arch",
            "diag",
            "host",
            "kernel",
            "spec",
            "format",
            "format.catalogue",
            "init",
            "plan",
            "qemu",
            "freemarker"));
    ALLOWED.put("builder.toolchain", Set.of("arch", "diag", "host", "format", "format.catalogue"));
    ALLOWED.put("builder.folder", Set.of("diag", "host", "plan"));
    ALLOWED.put("builder.root", Set.of("host", "plan", "rootfs", "rootfs.archive"));
    ALLOWED.put("builder.messages", Set.of("arch", "diag", "host", "kernel", "spec", "plan"));
    ALLOWED.put(
        "builder.config",
        Set.of(
            "rootfs",
            "init",
            "arch",
            "arch.catalogue",
            "diag",
            "host",
            "kernel",
            "kconfig.*",
            "spec",
            "format",
            "plan",
            "expand",
            "builder.toolchain"));
    ALLOWED.put(
        "builder",
        Set.of(
            "rootfs",
            "arch",
            "diag",
            "host",
            "kernel",
            "kconfig.*",
            "spec",
            "format",
            "format.catalogue",
            "plan",
            "builder.folder",
            "builder.root",
            "builder.messages",
            "builder.toolchain",
            "builder.config",
            "expand",
            "settings",
            "remotecache"));
    ALLOWED.put(
        "lock",
        Set.of(
            "debian",
            "diag",
            "host",
            "kernel",
            "recipe",
            "recipe.text",
            "recipe.schema",
            "plan",
            "expand"));
    ALLOWED.put("elf", Set.of("arch", "diag", "host"));
    ALLOWED.put(
        "verify",
        Set.of(
            "arch",
            "diag",
            "host",
            "kernel",
            "format",
            "format.catalogue",
            "plan",
            "expand",
            "builder",
            "builder.config",
            "builder.toolchain",
            "elf",
            "org.apache.commons.compress",
            "org.apache.commons.io"));
    ALLOWED.put(
        "sbom",
        Set.of(
            "debian",
            "arch",
            "diag",
            "host",
            "kernel",
            "format",
            "format.catalogue",
            "plan",
            "lock",
            "org.cyclonedx",
            "com.github.packageurl"));
    ALLOWED.put("boot.qmp", Set.of("diag", "host"));
    ALLOWED.put("boot.console", Set.of("host", "plan", "spec", "boot.qmp", "com.google.re2j"));
    ALLOWED.put(
        "boot",
        Set.of(
            "arch",
            "diag",
            "host",
            "spec",
            "format",
            "trust",
            "plan",
            "qemu",
            "boot.console",
            "boot.qmp"));
    ALLOWED.put(
        "boot.test",
        Set.of(
            "arch",
            "diag",
            "host",
            "spec",
            "format",
            "plan",
            "qemu",
            "boot",
            "boot.console",
            "boot.qmp",
            "com.google.re2j"));
    ALLOWED.put(
        "boot.diagnose",
        Set.of(
            "arch",
            "diag",
            "host",
            "spec",
            "format",
            "plan",
            "qemu",
            "boot",
            "boot.console",
            "boot.test"));
    ALLOWED.put(
        "debug",
        Set.of(
            "arch",
            "diag",
            "host",
            "kernel",
            "spec",
            "format",
            "plan",
            "qemu",
            "boot",
            "boot.console"));
    ALLOWED.put(
        "share",
        Set.of(
            "diag",
            "host",
            "kernel",
            "recipe.layers",
            "recipe.schema",
            "recipe.text",
            "settings",
            "trust",
            "remotecache",
            "lock",
            "org.apache.commons.compress",
            "org.apache.commons.io"));
    ALLOWED.put(
        "pipeline",
        Set.of(
            "share",
            "debian",
            "root",
            "rootfs",
            "diag",
            "host",
            "kernel",
            "kconfig.*",
            "spec",
            "arch",
            "arch.catalogue",
            "recipe.*",
            "settings",
            "trust",
            "format",
            "format.catalogue",
            "plan",
            "qemu",
            "expand",
            "builder",
            "builder.config",
            "builder.toolchain",
            "lock",
            "elf",
            "boot.*",
            "debug",
            "verify",
            "cache",
            "remotecache"));
    ALLOWED.put(
        "report",
        Set.of(
            "rootfs",
            "diag",
            "kernel",
            "spec",
            "format",
            "kconfig.*",
            "elf",
            "boot.*",
            "debug",
            "plan",
            "qemu",
            "pipeline"));
    ALLOWED.put(
        "diff",
        Set.of(
            "rootfs",
            "debian",
            "diag",
            "host",
            "kernel",
            "kconfig.*",
            "recipe.*",
            "plan",
            "expand",
            "builder",
            "lock",
            "verify",
            "pipeline",
            "report"));
    ALLOWED.put("cli.terminal", Set.of("host"));
    ALLOWED.put(
        "lsp",
        Set.of(
            "arch",
            "arch.catalogue",
            "diag",
            "host",
            "kconfig.*",
            "kernel",
            "pipeline",
            "plan",
            "recipe",
            "recipe.*",
            "report",
            "org.eclipse.lsp4j",
            "tools.jackson"));
    ALLOWED.put(
        "cli",
        Set.of(
            "share",
            "lsp",
            "rootfs",
            "rootfs.archive",
            "cli.terminal",
            "arch.catalogue",
            "arch",
            "diag",
            "host",
            "kernel",
            "kconfig.*",
            "spec",
            "format",
            "format.catalogue",
            "recipe.*",
            "settings",
            "trust",
            "plan",
            "qemu",
            "expand",
            "builder",
            "builder.config",
            "builder.toolchain",
            "lock",
            "elf",
            "boot.*",
            "debug",
            "verify",
            "sbom",
            "cache",
            "pipeline",
            "report",
            "diff",
            "picocli"));
    ALLOWED.replaceAll((name, allowed) -> expanded(allowed));
  }

  private static Set<String> expanded(Set<String> allowed) {
    Set<String> all = new TreeSet<>();
    for (String name : allowed) {
      if (name.endsWith(".*")) {
        String outer = name.substring(0, name.length() - 2);
        ALLOWED.keySet().stream()
            .filter(n -> n.equals(outer) || n.startsWith(outer + "."))
            .forEach(all::add);
      } else {
        all.add(name);
      }
    }
    return all;
  }

  /** A line of {@code jdeps -verbose:class}: the class that uses, the one that is used, where. */
  private static final Pattern EDGE = Pattern.compile("^\\s+(\\S+)\\s+->\\s+(\\S+)\\s.*$");

  private static Set<String> with(Set<String> all, String... more) {
    Set<String> both = new TreeSet<>(all);
    both.addAll(List.of(more));
    return both;
  }

  private static final String OURS = "org.distroc.";

  @Test
  void onlyTheEdgesOfTheDesignExist() {
    assertEquals(List.of(), violations(edges()));
  }

  @Test
  void classesOfEveryPackageWereSeen() {
    Set<String> seen = new TreeSet<>();
    edges().keySet().forEach(name -> seen.add(group(name)));
    assertEquals(new TreeSet<>(ALLOWED.keySet()), seen);
  }

  @Test
  void thereIsNoCycle() {
    assertEquals(List.of(), cycles(ALLOWED), "in the table");
    Map<String, Set<String>> groups = new TreeMap<>();
    edges()
        .forEach(
            (from, targets) ->
                targets.stream()
                    .map(PackageEdgesTest::group)
                    .filter(to -> !to.equals(group(from)))
                    .forEach(
                        to -> groups.computeIfAbsent(group(from), f -> new TreeSet<>()).add(to)));
    assertTrue(groups.get("cli").contains("builder"), "" + groups);
    assertEquals(List.of(), cycles(groups), "in the classes");
  }

  /** A larger package contains two layers that have no names yet. */
  @Test
  void noPackageHasMoreThanFortyFiles() throws IOException {
    Map<Path, Long> sizes;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/distroc"))) {
      sizes =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    }
    assertTrue(sizes.size() >= ALLOWED.size(), "packages seen: " + sizes.keySet());
    sizes.values().removeIf(size -> size <= 40);
    assertEquals(Map.of(), sizes);
  }

  @Test
  void thereIsNoPackageForEverything() {
    for (String name : ALLOWED.keySet()) {
      assertTrue(!Set.of("util", "utils", "common", "core", "model").contains(name), name);
    }
  }

  /** The checking itself, on edges that are not allowed. */
  @Test
  void aViolationIsSeen() {
    String output =
        """
        classes -> java.base
           org.distroc.diag.Span         -> java.lang.Object             java.base
           org.distroc.diag.Span         -> org.distroc.host.Host        classes
           org.distroc.boot.Guest$Inner  -> org.distroc.recipe.Recipe    classes
           org.distroc.builder.Make        -> freemarker.template.Template not found
           org.distroc.builder.Make        -> org.distroc.host.FileLock       classes
           org.distroc.cli.Main          -> sun.misc.Unsafe              jdk.unsupported
           org.distroc.util.Everything   -> org.distroc.diag.Span        classes
        """;
    assertEquals(
        List.of(
            "org.distroc.boot.Guest$Inner -> org.distroc.recipe.Recipe",
            "org.distroc.builder.Make -> freemarker.template.Template",
            "org.distroc.cli.Main -> sun.misc.Unsafe",
            "org.distroc.diag.Span -> org.distroc.host.Host",
            "org.distroc.util.Everything -> org.distroc.diag.Span"),
        violations(parse(output)));
    Map<String, Set<String>> circle = Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a"));
    assertEquals(3, cycles(circle).size());
  }

  private static Map<String, Set<String>> edges() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        ToolProvider.findFirst("jdeps")
            .orElseThrow(() -> new AssertionError("this needs a JDK, not only a Java runtime"))
            .run(
                new PrintWriter(out),
                new PrintWriter(err),
                "-verbose:class",
                "-filter:none",
                "--multi-release",
                "17",
                "target/classes");
    assertEquals(0, exit, err.toString());
    return parse(out.toString());
  }

  private static Map<String, Set<String>> parse(String output) {
    Map<String, Set<String>> edges = new TreeMap<>();
    for (String line : output.split("\n")) {
      Matcher matcher = EDGE.matcher(line);
      if (matcher.matches()) {
        edges.computeIfAbsent(matcher.group(1), from -> new TreeSet<>()).add(matcher.group(2));
      }
    }
    return edges;
  }

  private static List<String> violations(Map<String, Set<String>> edges) {
    List<String> wrong = new ArrayList<>();
    edges.forEach(
        (from, targets) ->
            targets.stream()
                .filter(to -> !isAllowed(group(from), to))
                .forEach(to -> wrong.add(from + " -> " + to)));
    return wrong;
  }

  private static boolean isAllowed(String from, String to) {
    if (to.startsWith("java.") || to.startsWith("javax.")) {
      return ALLOWED.containsKey(from);
    }
    Set<String> allowed = ALLOWED.getOrDefault(from, Set.of());
    return group(to).equals(from) && ALLOWED.containsKey(from)
        || allowed.contains(group(to))
        || allowed.stream().anyMatch(library -> to.startsWith(library + "."));
  }

  /**
   * The package of ours that a class is in, with dots if it lies in another; a class of someone
   * else is a group of its own.
   */
  private static String group(String name) {
    return name.startsWith(OURS)
        ? name.substring(OURS.length()).replaceFirst("\\.([A-Z]|package-info).*", "")
        : name;
  }

  /** Packages from which a way leads back to them. */
  private static List<String> cycles(Map<String, Set<String>> edges) {
    return edges.keySet().stream().filter(start -> reaches(edges, start)).sorted().toList();
  }

  private static boolean reaches(Map<String, Set<String>> edges, String start) {
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(edges.get(start));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (next.equals(start)) {
        return true;
      }
      if (seen.add(next)) {
        open.addAll(edges.getOrDefault(next, Set.of()));
      }
    }
    return false;
  }
}
