package org.distroc.recipe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.kernel.KernelSource;
import org.distroc.spec.Acceleration;
import org.distroc.spec.BootTest;
import org.distroc.spec.Compression;
import org.distroc.spec.Display;
import org.distroc.spec.Firmware;
import org.distroc.spec.Libc;
import org.distroc.spec.Network;

/** Makes the record of a recipe that is known to be valid; what is not written is the default. */
final class RecipeBuilder {
  private static final long MEBIBYTE = 1L << 20;

  private final Section recipe;
  private final RecipePaths paths;

  RecipeBuilder(Node root, LanguageSchema schema, RecipePaths paths) {
    this.recipe = new Section(root, schema.json());
    this.paths = paths;
  }

  Recipe build(Path file, SourceLocations places) {
    return new Recipe(
        recipe.text("name"),
        recipe.text("version"),
        recipe.optional("description"),
        recipe.text("architecture"),
        kernel(recipe.section("kernel")),
        recipe.has("init") ? Optional.of(init(recipe.section("init"))) : Optional.empty(),
        image(recipe.section("image")),
        qemu(recipe.section("qemu")),
        tests(places),
        file,
        places);
  }

  private Recipe.Kernel kernel(Section kernel) {
    Map<String, String> options = new LinkedHashMap<>();
    if (kernel.node("options") instanceof Node.Keys keys) {
      for (Node.Entry option : keys.entries().values()) {
        options.put(option.key().text(), ((Node.Scalar) option.value()).text());
      }
    }
    return new Recipe.Kernel(
        source(kernel.section("source")), base(kernel), options, kernel.texts("cmdline"));
  }

  private KernelSource source(Section source) {
    if (source.has("debian")) {
      return new KernelSource.Debian(source.text("debian"));
    }
    if (source.has("path")) {
      return new KernelSource.Folder(paths.resolve(source.text("path")));
    }
    if (source.has("git")) {
      Section git = source.section("git");
      return new KernelSource.Git(git.text("url"), git.text("commit"));
    }
    Section tarball = source.section("tarball");
    String sha256 = tarball.text("sha256");
    return tarball.has("url")
        ? new KernelSource.TarballUrl(tarball.text("url"), sha256)
        : new KernelSource.TarballFile(paths.resolve(tarball.text("file")), sha256);
  }

  private KernelBase base(Section kernel) {
    return kernel.node("base") instanceof Node.Keys
        ? new KernelBase.ConfigFile(paths.resolve(kernel.section("base").text("file")))
        : new KernelBase.Target(kernel.text("base"));
  }

  private Recipe.Init init(Section init) {
    InitProgram program;
    if (init.has("program")) {
      program = new InitProgram.Shipped(init.text("program"));
    } else {
      List<Path> files = new ArrayList<>();
      for (String file : init.texts("source")) {
        files.add(paths.resolve(file));
      }
      program = new InitProgram.Sources(files);
    }
    return new Recipe.Init(
        program,
        init.word(Libc.class, "libc"),
        init.texts("syscalls"),
        init.texts("allow").stream().map(Code::valueOf).toList());
  }

  private static Recipe.Image image(Section image) {
    return new Recipe.Image(
        image.texts("formats"), image.section("initramfs").word(Compression.class, "compression"));
  }

  private static Recipe.Qemu qemu(Section qemu) {
    return new Recipe.Qemu(
        bytes(qemu.text("memory")),
        qemu.word(Display.class, "display"),
        qemu.optional("cpu"),
        qemu.optional("machine"),
        qemu.number("smp"),
        qemu.word(Acceleration.class, "accel"),
        qemu.word(Network.class, "network"),
        qemu.word(Firmware.class, "firmware"),
        qemu.texts("flags"),
        variants(qemu.section("variants")));
  }

  /** What {@code qemu.variants} says. */
  static Variants variants(Section variants) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String key : variants.keyNames()) {
      if (!key.equals("exclude")) {
        values.put(key, variants.texts(key));
      }
    }
    List<Map<String, String>> excluded = new ArrayList<>();
    for (Section item : variants.sections("exclude")) {
      Map<String, String> combination = new LinkedHashMap<>();
      item.keyNames().forEach(key -> combination.put(key, item.text(key)));
      excluded.add(combination);
    }
    return new Variants(values, excluded);
  }

  private Map<String, BootTest> tests(SourceLocations places) {
    Map<String, BootTest> tests = new LinkedHashMap<>();
    if (recipe.has("test")) {
      new TestBuilder(recipe.section("test"), "/test", places)
          .build()
          .ifPresent(test -> tests.put("", test));
    }
    Section named = recipe.section("tests");
    for (String name : named.keyNames()) {
      String pointer = "/tests/" + SourceLocations.escape(name);
      new TestBuilder(named.item(name), pointer, places)
          .build()
          .ifPresent(test -> tests.put(name, test));
    }
    return tests;
  }

  /** {@code 64M} in bytes. */
  static long bytes(String size) {
    long number = Long.parseLong(size.substring(0, size.length() - 1));
    return size.endsWith("G") ? number * 1024 * MEBIBYTE : number * MEBIBYTE;
  }

  /** {@code 500ms}, {@code 30s}, {@code 2m}. */
  static Duration duration(String time) {
    if (time.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(time.substring(0, time.length() - 2)));
    }
    long number = Long.parseLong(time.substring(0, time.length() - 1));
    return time.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }
}
