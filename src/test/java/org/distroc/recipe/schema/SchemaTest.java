package org.distroc.recipe.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.recipe.Recipe;
import org.distroc.recipe.Recipes;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.YamlTree;
import org.distroc.settings.SettingsFile;
import org.distroc.spec.Acceleration;
import org.distroc.spec.Compression;
import org.distroc.spec.Display;
import org.distroc.spec.Libc;
import org.distroc.spec.RecipeValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Holds the schema to what editors, the reference and the records need. */
class SchemaTest {
  /** Keys of an init that is described instead of written. */
  private static final String OF_INIT =
      "init\\.(mounts|hostname|sysctl|network|steps|services|signals|at_end)(\\W.*)?";

  private static final JsonNode SCHEMA = LanguageSchema.ofRecipes().json();

  @TempDir Path folder;

  /** Calls for the schema of each key and of each kind of list item, with its dotted path. */
  static void eachKey(JsonNode schema, String path, BiConsumer<String, JsonNode> visitor) {
    for (Map.Entry<String, JsonNode> key : schema.path("properties").properties()) {
      String name = path.isEmpty() ? key.getKey() : path + "." + key.getKey();
      visitor.accept(name, key.getValue());
      eachKey(key.getValue(), name, visitor);
      eachKey(key.getValue().path("items"), name + "[]", visitor);
      eachKey(ReferenceWriter.named(name, key.getValue()), name + ".NAME", visitor);
    }
  }

  static Stream<JsonNode> schemas() {
    return Stream.of(SCHEMA, LanguageSchema.of(SettingsFile.LANGUAGE).json());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void isDraft7WithKnownKeywordsOnly(JsonNode schema) {
    assertEquals(SchemaDialect.DRAFT, schema.path("$schema").stringValue());
    // An unknown keyword makes the lean dialect throw; another dialect would ignore it.
    SchemaRegistry.withDialect(SchemaDialect.dialect()).getSchema(schema);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void everyKeyIsDescribedWithExamplesThatAreValid(JsonNode whole) {
    List<String> keys = new ArrayList<>();
    eachKey(
        whole,
        "",
        (path, key) -> {
          keys.add(path);
          String description = key.path("description").stringValue("");
          assertTrue(description.matches("[A-Z].*[.]"), path + " is described: " + description);
          assertFalse(key.path("examples").isEmpty(), path + " has examples");
          Schema schema = SchemaRegistry.withDialect(Dialects.getDraft7()).getSchema(key);
          for (JsonNode example : key.path("examples")) {
            assertEquals(List.of(), schema.validate(example), path + ": " + example);
          }
          if (key.has("default")) {
            assertEquals(List.of(), schema.validate(key.path("default")), path + ": default");
          }
          if (key.has("pattern")) {
            assertTrue(key.has("patternErrorMessage"), path + " says what its pattern means");
          }
        });
    assertTrue(keys.size() > 15, "saw the keys: " + keys);
    assertTrue(
        keys.contains("test.steps[].expect") || keys.contains("shared[].oci"), keys.toString());
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void isStrictEverywhere(JsonNode schema) {
    assertStrict(schema, "");
    eachKey(
        schema,
        "",
        (path, key) -> {
          assertStrict(key, path);
          assertStrict(key.path("items"), path + "[]");
        });
  }

  private static void assertStrict(JsonNode schema, String path) {
    if (schema.has("properties")) {
      assertTrue(schema.path("additionalProperties").isBoolean(), path + " is strict");
      assertFalse(schema.path("additionalProperties").booleanValue(), path + " is strict");
    }
  }

  /** The record determines which keys have a default; a new key must be added here and there. */
  @Test
  void everyKeyIsRequiredOrHasADefaultOrIsOptionalInTheRecord() {
    Set<String> optional = new TreeSet<>();
    eachKey(
        SCHEMA,
        "",
        (path, key) -> {
          if (!key.has("default")) {
            optional.add(path);
          }
        });
    Set<String> required = Set.of("distro", "name", "kernel", "kernel.source");
    Set<String> unions =
        Set.of(
            "kernel.source.debian",
            "kernel.source.tarball",
            "kernel.source.tarball.url",
            "kernel.source.tarball.file",
            "kernel.source.tarball.sha256",
            "kernel.source.git",
            "kernel.source.git.url",
            "kernel.source.git.commit",
            "kernel.source.path",
            "kernel.base.file",
            "init.program",
            "init.source",
            "rootfs.users.NAME.password.hash",
            "rootfs.groups.NAME.gid",
            "rootfs.programs.NAME.package",
            "rootfs.files.NAME.text",
            "rootfs.files.NAME.from",
            "rootfs.files.NAME.link",
            "rootfs.files.NAME.hardlink",
            "rootfs.files.NAME.device",
            "rootfs.files.NAME.pipe",
            "qemu.variants.memory",
            "qemu.variants.machine",
            "qemu.variants.cpu",
            "qemu.variants.smp",
            "qemu.variants.firmware",
            "qemu.variants.format",
            "qemu.variants.drive",
            "qemu.variants.exclude[].memory",
            "qemu.variants.exclude[].machine",
            "qemu.variants.exclude[].cpu",
            "qemu.variants.exclude[].smp",
            "qemu.variants.exclude[].firmware",
            "qemu.variants.exclude[].format",
            "qemu.variants.exclude[].drive",
            "test.steps[].expect",
            "test.steps[].expect.regex",
            "test.steps[].expect_screen",
            "test.steps[].expect_screen.regex",
            "test.steps[].send",
            "test.steps[].send.keys",
            "test.steps[].screenshot",
            "test.steps[].port",
            "test.steps[].port.number",
            "test.steps[].port.expect",
            "test.steps[].port.expect.regex",
            "test.steps[].measure.name",
            "test.forbid[].regex",
            "test.outcome.panic",
            "test.outcome.exit");
    Set<String> optionals =
        Set.of(
            "description",
            "init",
            "rootfs",
            "rootfs.users.NAME.uid",
            "rootfs.users.NAME.group",
            "rootfs.busybox",
            "rootfs.programs.NAME.file",
            "rootfs.files.NAME.mode",
            "rootfs.files.NAME.owner",
            "image.iso.label",
            "image.disk.label",
            "image.disk.boot.size",
            "image.disk.root",
            "image.disk.root.filesystem",
            "image.disk.root.size",
            "image.disk.data",
            "image.disk.data.size",
            "qemu.cpu",
            "qemu.machine",
            "test.steps[].within",
            "test.steps[].measure",
            "test.steps[].measure.at_most",
            "test.steps[].port.send",
            "test.steps[].restart");
    // The merged recipe does not have the first; a described init has its own reader.
    optional.removeIf(key -> key.matches("(extends|parameters|architectures)(\\W.*)?"));
    optional.removeIf(key -> key.matches(OF_INIT));
    Set<String> known = new TreeSet<>(required);
    known.addAll(unions);
    known.addAll(optionals);
    assertEquals(known, optional);
  }

  /** A key that no code reads would be a broken promise. */
  @Test
  void everyKeyChangesTheRecord() throws IOException {
    for (String fragment : List.of("net.config", "debug.config")) {
      Files.writeString(folder.resolve(fragment), "CONFIG_NET=y\n");
    }
    Files.createDirectory(folder.resolve("site"));
    String without = shown(Recipes.read(folder, recipeWith("", "")));
    List<String> changed = new ArrayList<>();
    eachKey(
        SCHEMA,
        "",
        (path, key) -> {
          boolean optional = Set.of("description", "qemu.cpu", "qemu.machine").contains(path);
          boolean section = key.has("properties") && !key.has("then");
          String value = otherThanDefault(key);
          // Below a name, a value alone is no recipe: RootAssemblyTest has all keys of the root.
          if (path.contains(".NAME.")
              || path.matches(OF_INIT)
              || section
              || value == null
              || !key.has("default") && !optional) {
            return;
          }
          String text = recipeWith(path, value);
          assertNotEquals(without, shown(Recipes.read(folder, text)), text);
          changed.add(path);
        });
    assertEquals(
        "[version, description, architecture, kernel.base, kernel.features, kernel.fragments,"
            + " kernel.options, kernel.cmdline, rootfs.layout, rootfs.users, rootfs.groups,"
            + " rootfs.debian.mirror, rootfs.debian.suite, rootfs.debian.components,"
            + " rootfs.packages, rootfs.programs, rootfs.busybox.package, rootfs.busybox.applets,"
            + " rootfs.busybox.at, rootfs.files, init.libc, init.syscalls, init.allow,"
            + " image.formats, image.disk.table, image.disk.firmware, image.disk.loader,"
            + " image.disk.root.mode, image.disk.root.verity,"
            + " image.iso.firmware, image.iso.loader, image.iso.hybrid, image.uki.loader,"
            + " image.netboot.firmware, image.netboot.loader, image.tar.compression, image.oci.tag,"
            + " image.initramfs.compression, qemu.memory, qemu.display, qemu.cpu, qemu.machine,"
            + " qemu.smp, qemu.accel, qemu.network, qemu.firmware, qemu.disks, qemu.drive,"
            + " qemu.flags, qemu.variants.exclude, test.timeout, test.steps, test.forbid,"
            + " test.outcome, tests]",
        changed.toString());
  }

  private static String recipeWith(String path, String value) {
    String kernel = "kernel: {source: {debian: linux-source-6.1}";
    String init = "init: {program: hello";
    String rest = "";
    if (path.startsWith("kernel.")) {
      kernel += ", " + flow(path.substring(7), value);
    } else if (path.startsWith("init.")) {
      init += ", " + flow(path.substring(5), value);
    } else if (!path.isEmpty()) {
      rest = flow(path, value) + "\n";
      // What a file system on a disk can be depends on which one it is.
      rest =
          path.startsWith("image.disk.root.")
              ? "image: {formats: [disk], disk: {root: {filesystem: "
                  + (path.endsWith("verity") ? "erofs, " : "ext4, ")
                  + path.replaceFirst(".*\\.", "")
                  + ": "
                  + value
                  + "}}}\n"
              : rest;
      // A CD image does not start by UEFI.
      rest += path.equals("qemu.firmware") ? "image: {formats: [kernel]}\n" : "";
    }
    return "distro: v1\nname: tiny\n" + kernel + "}\n" + init + "}\n" + rest;
  }

  /** {@code a.b} and {@code c} as {@code a: {b: c}}. */
  private static String flow(String path, String value) {
    int dot = path.indexOf('.');
    return dot < 0
        ? path + ": " + value
        : path.substring(0, dot) + ": {" + flow(path.substring(dot + 1), value) + "}";
  }

  private static String otherThanDefault(JsonNode key) {
    for (JsonNode from : List.of(key.path("examples"), key.path("enum"))) {
      for (JsonNode value : from) {
        if (!value.equals(key.path("default")) && !value.has("file")) {
          return Examples.yaml(value);
        }
      }
    }
    return key.has("then") ? "defconfig" : null;
  }

  private static String shown(Recipe r) {
    return r.version()
        + r.description()
        + r.architecture()
        + r.kernel()
        + r.rootfs()
        + r.init()
        + r.image()
        + r.qemu()
        + r.tests();
  }

  @Test
  void enumerationsAreThoseOfTheRecords() {
    assertEquals(words(Libc.values()), words("/properties/init/properties/libc/enum"));
    assertEquals(
        words(Compression.values()),
        words("/properties/image/properties/initramfs/properties/compression/enum"));
    assertEquals(words(Display.values()), words("/properties/qemu/properties/display/enum"));
    assertEquals(words(Acceleration.values()), words("/properties/qemu/properties/accel/enum"));
  }

  /** Every error that the checks of init can report. */
  @Test
  void everyErrorAboutInitCanBeAllowed() {
    Set<Code> warnings = Set.of(Code.D3012, Code.D3017, Code.D3018);
    Set<String> refusals = new TreeSet<>();
    for (Code code : Code.values()) {
      if (code.name().matches("D30[01].|D400.|D4312") && !warnings.contains(code)) {
        refusals.add(code.name());
      }
    }
    assertEquals(refusals, words("/properties/init/properties/allow/items/enum"));
  }

  private static Set<String> words(Enum<?>[] values) {
    Set<String> words = new TreeSet<>();
    for (Enum<?> value : values) {
      words.add(RecipeValues.word(value));
    }
    return words;
  }

  private static Set<String> words(String pointer) {
    Set<String> words = new TreeSet<>();
    SCHEMA.at(pointer).forEach(w -> words.add(w.stringValue()));
    return words;
  }

  /** The lean dialect must find exactly what the whole of draft-07 finds. */
  @Test
  void theLeanDialectAgreesWithDraft7() {
    Schema full = SchemaRegistry.withDialect(Dialects.getDraft7()).getSchema(SCHEMA);
    List<String> recipes =
        List.of(
            Recipes.LEAST,
            Recipes.RICH,
            "a: 1\n",
            Recipes.RICH.replaceAll(": [a-z]+", ": {x: 1}"),
            Recipes.RICH.replaceAll(": [^ \n]+\n", ": -3\n"),
            Recipes.RICH.replace("-", "_").replace("\n_", "\n-"),
            Recipes.LEAST + "init: {program: x, source: [1, 1], libc: static, syscalls: []}\n",
            Recipes.LEAST + "test: {outcome: x, steps: [{}, {expect: '', send: ''}, 3]}\n",
            Recipes.LEAST
                + "qemu: {variants: {memory: [x, x], smp: [0, a], exclude: [{}, 3], bogus: 1}}\n"
                + "test: {forbid: [{}, 3, ''], outcome: {exit: 256, panic: ''}}\n",
            Recipes.LEAST
                + "tests: {'a b': {steps: [{port: {number: 0}, send: {keys: [A B]}}]}, c: 3}\n");
    int errors = 0;
    for (String text : recipes) {
      SourceText source = new SourceText("distro.yaml", text);
      Node tree = YamlTree.read(source, new FileDiagnostics(source));
      JsonNode json = tree == null ? JsonNodeFactory.instance.nullNode() : JsonTree.of(tree);
      List<String> lean = places(LanguageSchema.ofRecipes().validate(json));
      assertEquals(places(full.validate(json)), lean, text);
      errors += lean.size();
    }
    assertTrue(errors > 30, "there was something to compare: " + errors);
  }

  private static List<String> places(List<com.networknt.schema.Error> errors) {
    return errors.stream()
        .map(e -> e.getInstanceLocation() + " " + e.getSchemaLocation() + " " + e.getProperty())
        .sorted()
        .toList();
  }
}
