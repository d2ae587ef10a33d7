package org.distroc.recipe.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.SourceText;
import org.distroc.recipe.text.YamlTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Editors accept what a file of several may say, where it may, and nothing else. */
class EditorSchemaTest {
  private static final ObjectNode WRITTEN = EditorSchema.whole();
  private static final Schema SCHEMA =
      SchemaRegistry.withDialect(Dialects.getDraft7()).getSchema(WRITTEN);

  private static List<Error> errors(String text) {
    SourceText source = new SourceText("recipe", text);
    return SCHEMA.validate(JsonTree.of(YamlTree.read(source, new FileDiagnostics(source))));
  }

  @Test
  void isPrintedAsItIs() {
    SchemaRegistry registry = SchemaRegistry.withDialect(Dialects.getDraft7());
    Schema printed = registry.getSchema(EditorSchema.text(), InputFormat.JSON);
    assertEquals(WRITTEN, printed.getSchemaNode());
  }

  static Stream<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("recipes"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void acceptsEachShippedRecipe(Path recipe) throws IOException {
    assertEquals(List.of(), errors(Files.readString(recipe)));
  }

  private static final String TOP = "distro: v1\nname: a\nextends: b.yaml\n";
  private static final String WHOLE =
      "distro: v1\nname: a\nkernel: {source: {debian: linux-source-6.1}}\n";
  private static final String PARAMETERS =
      "parameters: {p: {type: integer, default: 1, description: A port.}}\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        TOP,
        TOP + "kernel: {options: {TTY: null}}\n",
        TOP + "kernel: {cmdline: null}\n",
        TOP + "test: null\n",
        TOP + "kernel: {cmdline: {add: [quiet], remove: [panic=1]}}\n",
        TOP + "init: {syscalls: {remove: [read]}}\n",
        TOP + "qemu: {smp: 2}\n",
        TOP + PARAMETERS + "qemu: {smp: '${p}', memory: '${p}M'}\n",
        TOP + PARAMETERS + "kernel: {cmdline: ['port=${p}']}\n",
        TOP + "architectures: {arm64: {kernel: {options: {TTY: null}}}}\n",
        WHOLE,
        WHOLE + "architectures: {arm64: {kernel: {options: {TTY: null}}}}\n",
        WHOLE + PARAMETERS + "qemu: {memory: '${p}M'}\n",
        "distro: v1\nkernel: {options: {TTY: y}}\n",
        "distro: v1\ntest: {forbid: {add: [segfault]}}\n",
      })
  void acceptsWhatALayerMaySay(String text) {
    assertEquals(List.of(), errors(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name: a\nextends: b.yaml\n",
        TOP + "kernle: {}\n",
        TOP + "qemu: {memory: 12}\n",
        TOP + "qemu: {memory: {add: [1M]}}\n",
        TOP + "kernel: {cmdline: {ad: [quiet]}}\n",
        TOP + "kernel: {cmdline: {}}\n",
        TOP + "kernel: {cmdline: [null]}\n",
        TOP + "kernel: {options: {add: [TTY]}}\n",
        TOP + "qemu: {memory: '${p}M'}\n",
        TOP + "architectures: {vax: {}}\n",
        TOP + "architectures: {arm64: {architecture: i386}}\n",
        WHOLE + "qemu: {memory: null}\n",
        WHOLE + "qemu: {memory: '${p}M'}\n",
        WHOLE + "architectures: {arm64: {qemu: {memory: 12}}}\n",
        "distro: null\nname: a\nextends: b.yaml\n",
        "distro: v1\nname: a\n",
        "distro: v1\nname: a\n" + PARAMETERS,
        "distro: v1\nqemu: {memory: null}\n",
      })
  void refusesWhatIsWrongThere(String text) {
    assertTrue(!errors(text).isEmpty(), text);
  }
}
