package org.distroc.recipe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distroc.arch.Architecture;
import org.distroc.arch.catalogue.Architectures;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.format.ImageFormat;
import org.distroc.format.catalogue.Formats;
import org.distroc.host.BoundedFiles;
import org.distroc.host.IoErrors;
import org.distroc.host.Sha256;
import org.distroc.kernel.KernelSource;
import org.distroc.recipe.init.InitReader;
import org.distroc.recipe.schema.ImageSettings;
import org.distroc.recipe.schema.LanguageSchema;
import org.distroc.recipe.schema.RecipePaths;
import org.distroc.recipe.schema.Section;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.spec.Acceleration;
import org.distroc.spec.BootTest;
import org.distroc.spec.Compression;
import org.distroc.spec.Display;
import org.distroc.spec.DriveBus;
import org.distroc.spec.Feature;
import org.distroc.spec.Firmware;
import org.distroc.spec.Libc;
import org.distroc.spec.Network;
import org.distroc.spec.RecipeValues;

/** Builds the record of a recipe that was found valid; what it does not set has its default. */
final class RecipeBuilder {
  private final Section recipe;
  private final Architecture architecture;
  private final RecipePaths paths;

  RecipeBuilder(Node root, LanguageSchema schema, RecipePaths paths) {
    this.recipe = Section.of(root, schema);
    this.architecture = Architectures.of(recipe.text("architecture"));
    this.paths = paths;
  }

  Recipe build(Path file, SourceLocations locations) {
    return new Recipe(
        recipe.text("name"),
        recipe.text("version"),
        recipe.optional("description"),
        recipe.text("architecture"),
        kernel(recipe.section("kernel")),
        recipe.has("rootfs")
            ? Optional.of(new RootFilesBuilder(recipe.section("rootfs"), paths).build())
            : Optional.empty(),
        recipe.has("init")
            ? Optional.of(init(recipe.section("init"), locations))
            : Optional.empty(),
        image(recipe.section("image")),
        qemu(recipe.section("qemu")),
        tests(locations),
        file,
        locations);
  }

  private Recipe.Kernel kernel(Section kernel) {
    Map<String, String> options = new LinkedHashMap<>();
    if (kernel.node("options") instanceof Node.Keys keys) {
      for (Node.Entry option : keys.entries().values()) {
        options.put(option.key().text(), ((Node.Scalar) option.value()).text());
      }
    }
    return new Recipe.Kernel(
        source(kernel.section("source")),
        base(kernel),
        kernel.texts("features").stream()
            .map(name -> RecipeValues.constant(Feature.class, name))
            .toList(),
        fragments(kernel),
        options,
        kernel.texts("cmdline"));
  }

  private List<ConfigFragment> fragments(Section kernel) {
    return kernel.node("fragments") instanceof Node.Items items
        ? items.items().stream().map(this::fragment).toList()
        : List.of();
  }

  private ConfigFragment fragment(Node name) {
    Path file = paths.resolve(name);
    try {
      byte[] bytes = BoundedFiles.bytes(file, BoundedFiles.TEXT);
      return new ConfigFragment(file, new String(bytes, StandardCharsets.UTF_8), Sha256.of(bytes));
    } catch (IOException e) {
      throw new Failure(
          Diagnostic.error(Code.D8002, "cannot read " + file).why(IoErrors.reason(e)), e);
    }
  }

  private KernelSource source(Section source) {
    if (source.has("debian")) {
      return new KernelSource.Debian(source.text("debian"));
    }
    if (source.has("path")) {
      return new KernelSource.Folder(paths.resolve(source.node("path")));
    }
    if (source.has("git")) {
      Section git = source.section("git");
      return new KernelSource.Git(git.text("url"), git.text("commit"));
    }
    Section tarball = source.section("tarball");
    String sha256 = tarball.text("sha256");
    return tarball.has("url")
        ? new KernelSource.TarballUrl(tarball.text("url"), sha256)
        : new KernelSource.TarballFile(paths.resolve(tarball.node("file")), sha256);
  }

  private KernelBase base(Section kernel) {
    return kernel.node("base") instanceof Node.Keys
        ? new KernelBase.ConfigFile(paths.resolve(kernel.section("base").node("file")))
        : new KernelBase.Target(kernel.text("base"));
  }

  private Recipe.Init init(Section init, SourceLocations locations) {
    InitProgram program;
    if (InitReader.describes(locations)) {
      program = new InitProgram.Described(InitReader.read(init, locations));
    } else if (init.has("program")) {
      program = new InitProgram.Shipped(init.text("program"));
    } else {
      List<Path> files = new ArrayList<>();
      Node source = init.node("source");
      for (Node file : source instanceof Node.Items items ? items.items() : List.of(source)) {
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

  private Recipe.Image image(Section image) {
    List<String> formats =
        image.has("formats") ? image.texts("formats") : defaultFormats(recipe.has("init"));
    return new Recipe.Image(
        formats,
        image.section("initramfs").word(Compression.class, "compression"),
        ImageSettings.of(image.keys()));
  }

  private List<String> defaultFormats(boolean hasInit) {
    return Formats.byDefault(architecture).stream()
        .filter(format -> hasInit || format != Formats.INITRAMFS)
        .map(ImageFormat::name)
        .toList();
  }

  private Recipe.Qemu qemu(Section qemu) {
    boolean screen = architecture.board().hasScreen() || qemu.has("display");
    return new Recipe.Qemu(
        RecipeValues.bytes(qemu.text("memory")),
        screen ? qemu.word(Display.class, "display") : Display.SERIAL,
        qemu.optional("cpu"),
        qemu.optional("machine"),
        qemu.number("smp"),
        qemu.word(Acceleration.class, "accel"),
        qemu.word(Network.class, "network"),
        qemu.word(Firmware.class, "firmware"),
        qemu.texts("flags"),
        qemu.section("variants").variants(),
        qemu.word(DriveBus.class, "drive"),
        disks(qemu.section("disks")));
  }

  private static Map<String, Long> disks(Section disks) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    disks.keyNames().forEach(name -> sizes.put(name, RecipeValues.bytes(disks.text(name))));
    return sizes;
  }

  private Map<String, BootTest> tests(SourceLocations locations) {
    Map<String, BootTest> tests = new LinkedHashMap<>();
    if (recipe.has("test")) {
      tests.put("", new TestBuilder(recipe.section("test"), "/test", locations).build());
    }
    Section named = recipe.section("tests");
    for (String name : named.keyNames()) {
      String pointer = "/tests/" + SourceLocations.escape(name);
      tests.put(name, new TestBuilder(named.item(name), pointer, locations).build());
    }
    return tests;
  }
}
