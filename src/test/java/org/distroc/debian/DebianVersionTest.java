package org.distroc.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of versions, with the examples of deb-version(7) and of dpkg's own tests. */
class DebianVersionTest {
  /** From the lowest to the highest. */
  private static final List<String> ORDERED =
      List.of(
          "0~~",
          "0~~a",
          "0~",
          "0",
          "0a",
          "0+",
          "1.0~beta1~svn1245",
          "1.0~beta1",
          "1.0",
          "1.0-1~bpo1",
          "1.0-1",
          "1.0-1+b1",
          "1.0-1+deb12u1",
          "1.0-1.1",
          "1.0-10",
          "1.0a",
          "1.0.1",
          "1.2",
          "1.10",
          "20240101",
          "123456789012345678901234567890",
          "1:0",
          "2:0.1",
          "10:0");

  @Test
  void ordersVersionsAsDpkgDoes() {
    for (int i = 0; i < ORDERED.size(); i++) {
      for (int j = 0; j < ORDERED.size(); j++) {
        int order = new DebianVersion(ORDERED.get(i)).compareTo(new DebianVersion(ORDERED.get(j)));
        String pair = ORDERED.get(i) + " and " + ORDERED.get(j);
        assertEquals(Integer.compare(i, j), Integer.signum(order), pair);
      }
    }
  }

  @Test
  void zerosInFrontDoNotCount() {
    assertEquals(0, new DebianVersion("0:1.0-1").compareTo(new DebianVersion("1.00-01")));
    assertEquals(0, new DebianVersion("1.0-0").compareTo(new DebianVersion("1.0")));
  }
}
