package org.distroc.recipe;

import org.distroc.diag.Code;
import org.distroc.kernel.KernelSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Makes the record of a recipe that is known to be valid; what is not written is the default. */
final class RecipeBuilder {
  private static final long MEBIBYTE = 1L << 20;

  private final Section recipe;
  private final RecipePaths paths;

  RecipeBuilder(Node root, LanguageSchema schema, RecipePaths paths) {
    this.recipe = new Section(root, schema.json());
    this.paths = paths;
  }

  Recipe build(Path file, SourceMap places) {
    return new Recipe(
        recipe.text("name"),
        recipe.text("version"),
        recipe.optional("description"),
        recipe.text("architecture"),
        kernel(recipe.section("kernel")),
        recipe.has("init") ? Optional.of(init(recipe.section("init"))) : Optional.empty(),
        image(recipe.section("image")),
        qemu(recipe.section("qemu")),
        test(recipe.section("test")),
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
        init.word(Recipe.Libc.class, "libc"),
        init.texts("syscalls"),
        init.texts("allow").stream().map(Code::valueOf).toList());
  }

  private static Recipe.Image image(Section image) {
    List<Recipe.Format> formats = new ArrayList<>();
    for (String format : image.texts("formats")) {
      formats.add(Recipe.Format.valueOf(format.toUpperCase(Locale.ROOT)));
    }
    return new Recipe.Image(
        formats, image.section("initramfs").word(Recipe.Compression.class, "compression"));
  }

  private static Recipe.Qemu qemu(Section qemu) {
    return new Recipe.Qemu(
        bytes(qemu.text("memory")),
        qemu.word(Recipe.Display.class, "display"),
        qemu.optional("cpu"),
        qemu.optional("machine"),
        (int) Double.parseDouble(qemu.text("smp")),
        qemu.word(Recipe.Accel.class, "accel"),
        qemu.texts("flags"));
  }

  private static Recipe.Test test(Section test) {
    List<Recipe.Step> steps = new ArrayList<>();
    for (Section step : test.sections("steps")) {
      steps.add(
          step.has("expect")
              ? new Recipe.Step.Expect(step.text("expect"))
              : new Recipe.Step.Send(step.text("send")));
    }
    Recipe.Outcome outcome =
        test.node("outcome") instanceof Node.Keys
            ? new Recipe.Outcome.Panic(test.section("outcome").text("panic"))
            : new Recipe.Outcome.Prompt();
    return new Recipe.Test(duration(test.text("timeout")), steps, outcome);
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

  /** A map of the recipe, or the lack of one, beside the schema that knows its defaults. */
  private record Section(Node.Keys keys, JsonNode properties) {
    Section(Node node, JsonNode schema) {
      this(node instanceof Node.Keys keys ? keys : null, schema.path("properties"));
    }

    boolean has(String key) {
      return node(key) != null;
    }

    Node node(String key) {
      return keys == null ? null : keys.get(key);
    }

    Section section(String key) {
      return new Section(node(key), properties.path(key));
    }

    Optional<String> optional(String key) {
      return node(key) instanceof Node.Scalar scalar
          ? Optional.of(scalar.text())
          : Optional.empty();
    }

    String text(String key) {
      return node(key) instanceof Node.Scalar scalar
          ? scalar.text()
          : properties.path(key).path("default").asString();
    }

    <E extends Enum<E>> E word(Class<E> type, String key) {
      return Enum.valueOf(type, text(key).toUpperCase(Locale.ROOT));
    }

    /** The items of a list; a single text counts as a list of one. */
    List<String> texts(String key) {
      List<String> texts = new ArrayList<>();
      Node node = node(key);
      if (node instanceof Node.Items items) {
        for (Node item : items.items()) {
          texts.add(((Node.Scalar) item).text());
        }
      } else if (node instanceof Node.Scalar scalar) {
        texts.add(scalar.text());
      } else {
        for (JsonNode item : properties.path(key).path("default")) {
          texts.add(item.stringValue());
        }
      }
      return texts;
    }

    List<Section> sections(String key) {
      List<Section> sections = new ArrayList<>();
      if (node(key) instanceof Node.Items items) {
        for (Node item : items.items()) {
          sections.add(new Section(item, properties.path(key).path("items")));
        }
      }
      return sections;
    }
  }
}
