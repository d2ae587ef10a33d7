package org.distroc.boot.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.distroc.boot.test.NearestText.Found;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTextTest {
  @ParameterizedTest
  @CsvSource({
    "'# hello: cannot run', 'helo: cannot run', 'hello: cannot run', 1",
    "'Welcome to tiny login: ', 'Login:', 'login:', 1",
    "'listening on port 8080', 'listening on port 80', 'listening on port 80', 0",
    "'temprature 12', 'temperature', 'temprature', 1",
    "'ready', 'ready', 'ready', 0",
  })
  void findsThePartOfALine(String line, String wanted, String near, int distance) {
    String console = "other lines\n" + line + "\nand more\n";
    assertEquals(Optional.of(new Found(near, distance)), NearestText.in(console, wanted));
  }

  @Test
  void prefersTheLastOfSeveral() {
    assertEquals(
        Optional.of(new Found("step 3 done", 1)),
        NearestText.in("step 2 done\nstep 3 done\nother\n", "step 4 done"));
  }

  @Test
  void findsNothingForShortOrDifferentTexts() {
    assertEquals(Optional.empty(), NearestText.in("$ \n", "# "));
    assertEquals(Optional.empty(), NearestText.in("a kernel panicked\n", "Welcome"));
    assertEquals(Optional.empty(), NearestText.in("", "Welcome"));
  }

  @Test
  void aLongConsoleTakesNoTime() {
    long start = System.nanoTime();
    NearestText.in(("x".repeat(100_000) + "\n").repeat(100), "y".repeat(200));
    assertTrue(System.nanoTime() - start < 5_000_000_000L);
  }
}
