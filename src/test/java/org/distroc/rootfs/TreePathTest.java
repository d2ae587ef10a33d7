package org.distroc.rootfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths a root can have. */
class TreePathTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/a b/${HOME}", "/.hidden/..x", "/ä", "/a'\"\\$;`"})
  void good(String path) {
    assertTrue(TreePath.flaw(path).isEmpty(), path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "/a/", "/a//b", "/..", "/a/../b", "/./a", "/a\nb", "/a\u0000", "/\uFFFD"})
  void bad(String path) {
    assertTrue(TreePath.flaw(path).isPresent(), path);
  }

  @Test
  void longNamesAndPaths() {
    assertTrue(TreePath.flaw("/" + "n".repeat(255)).isEmpty());
    assertTrue(TreePath.flaw("/" + "n".repeat(256)).isPresent());
    assertTrue(TreePath.flaw("/" + "ä".repeat(128)).isPresent());
    String longest = ("/" + "n".repeat(254)).repeat(16) + "/" + "n".repeat(14);
    assertEquals(4095, longest.length());
    assertTrue(TreePath.flaw(longest).isEmpty());
    assertTrue(TreePath.flaw(longest + "n").isPresent());
  }
}
