package org.distroc.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;

/**
 * Inputs and outputs of a complete build. As text, it has one line per item, with fields separated
 * by tabs, and an end marker.
 *
 * @param recipe the recipe as the user named it
 * @param inputs of the build
 * @param project a digest of all generated files and of the tools
 * @param artifacts names of the files that a user asked for, by kind
 * @param outputs generated files and the results of make
 * @param parts intermediate files of make
 * @param reads other files that went into init: headers of this machine and of the kernel
 * @param warnings to report again when the build is up to date
 */
record FinishedBuild(
    String recipe,
    BuildInputs inputs,
    String project,
    Map<String, String> artifacts,
    List<OutputFile> outputs,
    List<OutputFile> parts,
    List<OutputFile> reads,
    List<Diagnostic> warnings) {
  private static final String HEAD = "distroc build 2";
  private static final String END = "end";

  /** Whether all outputs are unchanged, and all headers. */
  boolean isWhole(Path folder) throws IOException {
    return changed(folder, outputs).isEmpty() && changed(folder, reads).isEmpty();
  }

  /** The names of changed or missing files. */
  static List<String> changed(Path folder, List<OutputFile> files) throws IOException {
    List<String> changed = new ArrayList<>();
    for (OutputFile file : files) {
      if (!file.isUnchanged(folder)) {
        changed.add(file.name());
      }
    }
    return changed;
  }

  /** The output with this name, if there was one. */
  Optional<OutputFile> output(String name) {
    return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
  }

  String write() {
    StringBuilder text = new StringBuilder();
    line(text, HEAD);
    line(text, "recipe", recipe);
    line(text, "project", project);
    inputs.values().forEach((name, value) -> line(text, "input", name, value));
    artifacts.forEach((what, name) -> line(text, "artifact", what, name));
    outputs.forEach(output -> file(text, "output", output));
    parts.forEach(part -> file(text, "part", part));
    reads.forEach(read -> file(text, "read", read));
    warnings.forEach(warning -> warning(text, warning));
    line(text, END);
    return text.toString();
  }

  private static void file(StringBuilder text, String kind, OutputFile file) {
    line(
        text,
        kind,
        file.name(),
        Long.toString(file.size()),
        file.stamp(),
        Boolean.toString(file.settled()),
        file.digest());
  }

  private static void warning(StringBuilder text, Diagnostic warning) {
    line(text, "warning", warning.code().name(), warning.message(), warning.label());
    warning
        .at()
        .ifPresent(
            at ->
                line(
                    text,
                    "at",
                    at.file(),
                    Integer.toString(at.line()),
                    Integer.toString(at.column()),
                    Integer.toString(at.width()),
                    at.text()));
    warning.reasons().forEach(reason -> line(text, "why", reason));
    warning.remedies().forEach(remedy -> line(text, "help", remedy));
  }

  private static void line(StringBuilder text, String... words) {
    String tab = "";
    for (String word : words) {
      text.append(tab)
          .append(
              word.replace("\\", "\\\\")
                  .replace("\t", "\\t")
                  .replace("\n", "\\n")
                  .replace("\r", "\\r"));
      tab = "\t";
    }
    text.append('\n');
  }

  /** Parses a build; empty if the text is damaged. */
  static Optional<FinishedBuild> of(byte[] text) {
    try {
      return Optional.of(new Reader().read(new String(text, StandardCharsets.UTF_8).split("\n")));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Treated as missing: everything is checked again.
      return Optional.empty();
    }
  }

  /** Parses the text; malformed fields cause runtime exceptions. */
  private static final class Reader {
    private final Map<String, String> inputs = new TreeMap<>();
    private final Map<String, String> artifacts = new LinkedHashMap<>();
    private final List<OutputFile> outputs = new ArrayList<>();
    private final List<OutputFile> parts = new ArrayList<>();
    private final List<OutputFile> reads = new ArrayList<>();
    private final List<Diagnostic> warnings = new ArrayList<>();
    private String recipe = "";
    private String project = "";

    FinishedBuild read(String[] lines) {
      if (!lines[0].equals(HEAD) || !lines[lines.length - 1].equals(END)) {
        throw new IllegalArgumentException("not whole");
      }
      for (String line : Arrays.asList(lines).subList(1, lines.length - 1)) {
        String[] words = line.split("\t", -1);
        for (int i = 0; i < words.length; i++) {
          words[i] = plain(words[i]);
        }
        take(words);
      }
      return new FinishedBuild(
          recipe, new BuildInputs(inputs), project, artifacts, outputs, parts, reads, warnings);
    }

    private void take(String[] words) {
      switch (words[0]) {
        case "recipe" -> recipe = words[1];
        case "project" -> project = words[1];
        case "input" -> inputs.put(words[1], words[2]);
        case "artifact" -> artifacts.put(words[1], words[2]);
        case "output" -> outputs.add(file(words));
        case "part" -> parts.add(file(words));
        case "read" -> reads.add(file(words));
        case "warning" ->
            warnings.add(Diagnostic.warning(Code.valueOf(words[1]), words[2]).label(words[3]));
        case "at" -> change(warnings.get(warnings.size() - 1).at(span(words)));
        case "why" -> change(warnings.get(warnings.size() - 1).why(words[1]));
        case "help" -> change(warnings.get(warnings.size() - 1).help(words[1]));
        default -> throw new IllegalArgumentException(words[0]);
      }
    }

    private void change(Diagnostic warning) {
      warnings.set(warnings.size() - 1, warning);
    }

    private static OutputFile file(String[] words) {
      return new OutputFile(
          words[1], Long.parseLong(words[2]), words[3], Boolean.parseBoolean(words[4]), words[5]);
    }

    private static Span span(String[] words) {
      return new Span(
          words[1],
          Integer.parseInt(words[2]),
          Integer.parseInt(words[3]),
          Integer.parseInt(words[4]),
          words[5]);
    }

    private static String plain(String word) {
      if (word.indexOf('\\') < 0) {
        return word;
      }
      StringBuilder plain = new StringBuilder();
      for (int i = 0; i < word.length(); i++) {
        char c = word.charAt(i);
        plain.append(c == '\\' ? control(word.charAt(++i)) : c);
      }
      return plain.toString();
    }

    private static char control(char letter) {
      return switch (letter) {
        case 't' -> '\t';
        case 'n' -> '\n';
        case 'r' -> '\r';
        default -> letter;
      };
    }
  }
}
