package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.distroc.diag.JsonReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes that are checked side by side are reported as if they were checked one by one. */
class CheckManyTest {
  private static final int RECIPES = 24;

  @TempDir private Path folder;
  private Workplace place;
  private final List<String> names = new ArrayList<>();

  @BeforeEach
  void recipes() throws IOException {
    place = new Workplace(folder);
    place.kernel();
    for (int i = 0; i < RECIPES; i++) {
      String text = Workplace.RECIPE.replace("name: toy", "name: toy-" + i);
      text = i % 4 == 1 ? text.replace("    TTY: y\n", "") : text;
      text = i % 4 == 2 ? text.replace("architecture", "arch") : text;
      text = i % 4 == 3 ? text.replace("write, pause", "write, pauze") : text;
      place.write("r" + i + ".yaml", text);
      names.add("r" + i + ".yaml");
    }
  }

  @Test
  void printsTheSameInTheSameOrder() {
    StringBuilder alone = new StringBuilder();
    for (String name : names) {
      alone.append(place.run("check", name).err());
    }
    Run together = place.run(words("check"));
    assertEquals(alone.toString(), together.err());
    assertEquals(3, together.exit());
    assertTrue(together.err().contains("r4.yaml: no mistakes\n"), together.err());
  }

  @Test
  void putsAllIntoOneDocument() throws IOException {
    Run together = place.run(words("check", "--json"));
    assertEquals("", together.err());
    String text = together.out();
    List<Integer> places =
        IntStream.range(0, RECIPES)
            .filter(i -> i % 4 != 0)
            .mapToObj(i -> text.indexOf("\"r" + i + ".yaml\""))
            .toList();
    assertEquals(places.stream().sorted().toList(), places);
    assertTrue(places.get(0) > 0, text);
    JsonReader.read(text);
  }

  private String[] words(String... first) {
    List<String> words = new ArrayList<>(List.of(first));
    words.addAll(names);
    return words.toArray(new String[0]);
  }
}
