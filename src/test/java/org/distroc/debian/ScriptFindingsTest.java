package org.distroc.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about scripts that do not run. */
class ScriptFindingsTest {
  private static final String LIBRARY =
      """
      #!/bin/sh
      set -e
      # Automatically added by dh_makeshlibs/13.11.4
      if [ "$1" = "configure" ]; then
      	ldconfig
      fi
      # End automatically added section
      # Automatically added by dh_installsystemd/13.11.4
      	deb-systemd-helper unmask 'web.service' >/dev/null || true
      # End automatically added section
      exit 0
      """;
  private static final String WEB =
      """
      #!/bin/sh
      set -e
      case "$1" in
        configure)
          adduser --system --group www
          ln -sf /etc/web/available/default /etc/web/enabled/default
          ;;
      esac
      """;

  @TempDir Path folder;
  private final Map<String, StoredPackage> packages = new LinkedHashMap<>();

  private void add(String name, String depends, String script) throws IOException {
    Debs deb = new Debs(name, "1", "Depends: " + depends);
    packages.put(name, deb.script("postinst", script).stored(folder));
  }

  private List<Diagnostic> warnings(PackageRequest... requests) {
    return new ScriptFindings(packages).of(Arrays.asList(requests));
  }

  private static PackageRequest request(String name, String... allow) {
    return new PackageRequest(
        name, Set.of(), Set.of(allow), new Span("distro.yaml", 7, 5, 3, "    web: {}"));
  }

  @Test
  void warnsOfScriptsThatChangeTheRoot() throws IOException {
    add("web", "common, library (>= 1)", LIBRARY);
    add("common", "web", WEB);
    add("library", "x", LIBRARY);
    Diagnostic warning = warnings(request("web")).get(0);
    assertEquals(Code.D4210, warning.code());
    assertEquals("maintainer scripts of `web` are not run", warning.message());
    assertEquals(List.of("common: adduser --system --group www"), warning.reasons());
    assertEquals(
        List.of(
            "if it matters, declare the user in `users`",
            "if it matters, add the link to `files`",
            "then write `allow: [postinst]` at the package"),
        warning.remedies());
    assertEquals(7, warning.at().orElseThrow().line());
  }

  @Test
  void saysNothingOfWhatTheRecipeAllows() throws IOException {
    add("web", "common", WEB);
    add("common", "x", WEB);
    add("other", "common", LIBRARY);
    assertEquals(List.of(), warnings(request("web", "postinst")));
    assertEquals(List.of(), warnings(request("other"), request("web", "postinst")));
  }

  @Test
  void reportsAPackageOnce() throws IOException {
    add("one", "common", LIBRARY);
    add("two", "common", LIBRARY);
    add("common", "x", WEB);
    assertEquals(1, warnings(request("one"), request("two")).size());
  }

  @Test
  void whatDebhelperAddsIsHarmless() {
    assertTrue(ScriptActions.isHarmless(LIBRARY));
    assertFalse(ScriptActions.isHarmless(WEB));
  }
}
