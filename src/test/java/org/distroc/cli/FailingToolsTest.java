package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each tool of a build fails in each way; also in those of which its exit status says nothing. */
class FailingToolsTest {
  private static final int SAMPLE = 5;

  private static final List<String> TOOLS =
      List.of(
          "gcc", "as", "ld", "ar", "objcopy", "xorriso", "gzip", "cp", "mv", "cat", "awk", "mkdir",
          "touch", "rm", "cmp", "make");

  /** By their names, lines of a shell. */
  private static final Map<String, String> LIES =
      Map.of(
          "exit 1",
          "exit 1",
          "killed",
          "kill -9 $$",
          "nothing",
          "exit 0",
          "empty",
          "\"$real\" \"$@\" >/dev/null; [ -z \"$out\" ] || : >\"$out\"; exit 0",
          "half",
          """
          if [ -n "$out" ]; then
            "$real" "$@" || exit
            truncate -s $(($(stat -c %s "$out") / 2)) "$out"
          else
            t=$(mktemp); "$real" "$@" >$t; s=$?
            head -c $(($(stat -c %s $t) / 2)) $t; rm $t; exit $s
          fi
          """,
          "garbage",
          """
          if [ -n "$out" ]; then "$real" "$@" || exit; echo garbage >"$out"
          else "$real" "$@" >/dev/null || exit; echo garbage; fi
          """,
          "fails after its work",
          "\"$real\" \"$@\"; exit 1",
          "half and exit 1",
          """
          "$real" "$@"
          [ -z "$out" ] || truncate -s $(($(stat -c %s "$out") / 2)) "$out"
          exit 1
          """);

  private final long seed = Long.getLong("distroc.seed", 1);
  private final Map<String, Integer> counts = new TreeMap<>();

  @TempDir Path folder;

  @Tag("kernel")
  @Test
  void aSampleOfLies() throws Exception {
    List<List<String>> lies = lies();
    Collections.shuffle(lies, new Random(seed));
    tell(lies.subList(0, SAMPLE));
  }

  @Tag("long")
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  @Test
  void everyToolInEveryWay() throws Exception {
    tell(lies());
    assertTrue(counts.get("noticed") > 60, counts.toString());
  }

  private static List<List<String>> lies() {
    List<List<String>> lies = new ArrayList<>();
    for (String tool : TOOLS) {
      LIES.keySet().stream().sorted().forEach(lie -> lies.add(List.of(tool, lie)));
    }
    return lies;
  }

  private void tell(List<List<String>> lies) throws Exception {
    System.out.println("seed " + seed);
    FaultyBuilds builds = new FaultyBuilds(folder);
    List<String> wrong = new ArrayList<>();
    for (List<String> each : lies) {
      FaultyBuilds.Round round =
          builds.round(each.get(0), LIES.get(each.get(1)), !each.get(1).matches("half|garbage"));
      counts.merge(round.met() ? "noticed" : "harmless", 1, Integer::sum);
      if (!round.wrong().isEmpty()) {
        wrong.add(each + ": " + String.join("\n  ", round.wrong()));
        System.out.println("WRONG " + wrong.get(wrong.size() - 1));
      }
    }
    System.out.println("tools: " + counts + ", " + wrong.size() + " wrong");
    assertEquals(List.of(), wrong, "seed " + seed);
  }
}
