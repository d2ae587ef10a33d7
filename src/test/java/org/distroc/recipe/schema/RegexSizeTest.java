package org.distroc.recipe.schema;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegexSizeTest {
  /**
   * Random expressions: what the library makes of each is no larger than three times the estimate.
   */
  @Test
  void isNeverFarTooLow() {
    Random random = new Random(5);
    int large = 0;
    for (int i = 0; i < 3000; i++) {
      String regex = expression(random, 4);
      long estimate = RegexSize.of(regex);
      if (estimate <= RegexSize.MOST) {
        int real = Pattern.compile(regex).programSize();
        assertTrue(real <= 3 * estimate + 20, regex + ": " + estimate + ", really " + real);
      } else {
        large++;
      }
    }
    assertTrue(large > 100, "some are too large: " + large);
  }

  private static String expression(Random random, int depth) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i <= random.nextInt(3); i++) {
      switch (depth == 0 ? random.nextInt(3) : random.nextInt(5)) {
        case 0 -> out.append('a');
        case 1 -> out.append("[^]{9}]");
        case 2 -> out.append("\\{");
        case 3 -> out.append('(').append(expression(random, depth - 1)).append(')');
        default ->
            out.append("(?:")
                .append(expression(random, depth - 1))
                .append('|')
                .append(expression(random, depth - 1))
                .append(')');
      }
      switch (random.nextInt(6)) {
        case 0 -> out.append('{').append(random.nextInt(12)).append('}');
        case 1 -> out.append("{2,").append(2 + random.nextInt(20)).append('}');
        case 2 -> out.append("{").append(random.nextInt(9)).append(",}");
        case 3 -> out.append('*');
        default -> out.append("");
      }
    }
    return out.toString();
  }
}
