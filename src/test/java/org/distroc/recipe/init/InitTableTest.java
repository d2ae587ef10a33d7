package org.distroc.recipe.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.distroc.init.InitCalls;
import org.distroc.init.InitTable;
import org.distroc.recipe.InitProgram;
import org.distroc.recipe.RecipeReader;
import org.distroc.recipe.Recipes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table that is compiled from a described init program. */
class InitTableTest {
  @TempDir Path folder;

  private InitTable table(String init) {
    Path file = Recipes.write(folder, Recipes.LEAST + init);
    InitProgram program = RecipeReader.read(file, "tiny.yaml").init().orElseThrow().program();
    return InitTable.of(((InitProgram.Described) program).system());
  }

  @Test
  void aRecordHasThePlaceAndWhatFollowsAFailure() {
    InitTable table =
        table(
            """
            init:
              mounts: {/proc: proc}
              network: {eth0: {address: 10.0.2.15/24, gateway: 10.0.2.2}}
              steps:
                - {run: [/bin/a, ""], if: {missing: /b}, within: 2s, else: shell}
            """);
    assertEquals(
        List.of(
            List.of("Mp6", "6", "/proc", "proc", "proc", "14", ""),
            List.of("Ni5", "7", "eth0", "167772687", "4294967040", "167772674"),
            List.of("?m2", "9", "/b"),
            List.of("Rs8", "9", "/bin/a", "2000", "", "", "0", "/bin/a", "")),
        table.records());
  }

  @Test
  void servicesStandAfterThoseThatTheyWaitFor() {
    InitTable table =
        table(
            """
            init:
              services:
                web: {run: [/bin/web], after: db, user: 80, env: {A: b}}
                db: {run: [/bin/db], ends: reboot, restart: {on: always, at_most: 3}}
            """);
    assertEquals(
        List.of(
            List.of(
                "Si13", "8", "db", "0", "", "", "", "ar", "250", "30000", "3", "", "0", "/bin/db"),
            List.of(
                "Si14",
                "7",
                "web",
                "0",
                "80,80",
                "",
                "",
                "f-",
                "250",
                "30000",
                "0",
                "0",
                "1",
                "A=b",
                "/bin/web")),
        table.records());
  }

  @Test
  void onlyWhatIsUsedIsCalled() {
    InitTable small = table("init: {services: {a: {run: [/bin/a]}}}\n");
    assertFalse(InitCalls.of(small, call -> true).containsKey("mount"));
    assertFalse(InitCalls.of(small, call -> true).containsKey("setuid32"));
    InitTable user = table("init: {services: {a: {run: [/bin/a], user: 80}}}\n");
    assertTrue(InitCalls.of(user, call -> true).containsKey("setuid32"));
    assertTrue(InitCalls.of(user, call -> false).containsKey("setuid"));
  }
}
