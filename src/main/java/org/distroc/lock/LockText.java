package org.distroc.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.distroc.debian.PinnedDeb;
import org.distroc.debian.ResolvedPackages;
import org.distroc.diag.Json;

/** The text of a lock file: YAML, the same for the same record. */
final class LockText {
  /** A key that means itself without quotes. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*( [A-Za-z0-9.-]+)*");

  private static final Set<String> WORDS = Set.of("true", "false", "null", "True", "False", "Null");

  private static final String WHOLE = "whole";
  private static final String PART = "part";

  private final StringBuilder out = new StringBuilder();

  private LockText() {}

  /**
   * The file for a record.
   *
   * @param recipe the file name of the recipe, for the comment
   */
  static String of(BuildRecord record, String recipe) {
    return new LockText().write(record, recipe.replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  private String write(BuildRecord record, String recipe) {
    Inputs inputs = record.inputs();
    out.append("# The inputs and outputs of " + recipe + ", written by distroc.\n");
    out.append("# Keep it next to the recipe: builds on every machine are checked against it.\n");
    out.append("# To accept changes: distroc lock --update " + recipe + "\n");
    out.append("lock: v1\n");
    map("distroc", "The version that wrote this file, and the digest of its templates.");
    entry("version", inputs.distroc());
    entry("language", inputs.language());
    entry("templates", inputs.templates());
    map("recipe", "Digests of the recipe's values, without comments. All digests are SHA-256.");
    inputs.recipe().forEach(this::entry);
    if (!inputs.files().isEmpty()) {
      map("files", "Files that the recipe names.");
      inputs.files().forEach(this::entry);
    }
    if (!inputs.bases().isEmpty()) {
      map("bases", "Recipes of other origins that it extends: the commit or digest, and the text.");
      inputs.bases().forEach(this::entry);
    }
    kernel(inputs.kernel(), record.config());
    packages(inputs.packages());
    map("tools", "With other versions of these, a build warns and continues.");
    record.tools().forEach(this::entry);
    map("outputs", "Outputs, if the tools are the same.");
    record.outputs().forEach(this::entry);
    return out.toString();
  }

  private void kernel(Inputs.Kernel kernel, String config) {
    map("kernel", "The source, and the completed configuration.");
    entry("release", kernel.release());
    kernel
        .debian()
        .ifPresent(
            debian -> {
              entry("package", debian.name());
              entry("version", debian.version());
            });
    entry("identity", kernel.identity());
    entry("config", config);
  }

  private void packages(ResolvedPackages packages) {
    if (packages.all().isEmpty()) {
      return;
    }
    map("packages", "Debian packages of the root file system, in the order of their unpacking.");
    for (PinnedDeb deb : packages.all()) {
      out.append("  " + Json.write(deb.name()) + ":\n");
      inner("use", packages.whole().contains(deb) ? WHOLE : PART);
      inner("version", deb.version());
      inner("suite", deb.suite());
      inner("archive", deb.archive());
      inner("path", deb.path());
      inner("size", String.valueOf(deb.size()));
      inner("sha256", deb.sha256());
    }
  }

  private void inner(String key, String value) {
    out.append("  ");
    entry(key, value);
  }

  private static ResolvedPackages packages(Map<String, String> values) {
    List<PinnedDeb> whole = new ArrayList<>();
    List<PinnedDeb> parts = new ArrayList<>();
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (value.getKey().startsWith("/packages/") && value.getKey().endsWith("/use")) {
        String at = value.getKey().substring(0, value.getKey().length() - "use".length());
        (value.getValue().equals(WHOLE) ? whole : parts)
            .add(
                new PinnedDeb(
                    at.substring("/packages/".length(), at.length() - 1),
                    values.get(at + "version"),
                    values.get(at + "suite"),
                    values.get(at + "archive"),
                    values.get(at + "path"),
                    Long.parseLong(values.get(at + "size")),
                    values.get(at + "sha256")));
      }
    }
    return new ResolvedPackages(whole, parts);
  }

  private void map(String key, String comment) {
    out.append("\n# " + comment + "\n" + key + ":\n");
  }

  private void entry(String key, String value) {
    out.append("  " + word(key) + ": " + Json.write(value) + "\n");
  }

  private static String word(String key) {
    return PLAIN.matcher(key).matches() && !WORDS.contains(key) ? key : Json.write(key);
  }

  /** The record of a file's values by JSON pointer, which match the schema. */
  static BuildRecord parse(Map<String, String> values) {
    Inputs.Kernel kernel =
        new Inputs.Kernel(
            values.get("/kernel/release"),
            values.get("/kernel/identity"),
            Optional.ofNullable(values.get("/kernel/package"))
                .map(name -> new Inputs.DebianVersion(name, values.get("/kernel/version"))));
    Inputs inputs =
        new Inputs(
            values.get("/distroc/version"),
            values.get("/distroc/language"),
            values.get("/distroc/templates"),
            texts(values, "/recipe/"),
            texts(values, "/files/"),
            texts(values, "/bases/"),
            kernel,
            packages(values));
    return new BuildRecord(
        inputs, values.get("/kernel/config"), texts(values, "/tools/"), texts(values, "/outputs/"));
  }

  private static SortedMap<String, String> texts(Map<String, String> values, String map) {
    SortedMap<String, String> texts = new TreeMap<>();
    values.forEach(
        (pointer, value) -> {
          if (pointer.startsWith(map)) {
            texts.put(pointer.substring(map.length()).replace("~1", "/").replace("~0", "~"), value);
          }
        });
    return texts;
  }
}
