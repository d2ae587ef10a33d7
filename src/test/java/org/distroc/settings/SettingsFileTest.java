package org.distroc.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.host.Host;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's settings, from the text of their file. */
class SettingsFileTest {
  private static final String ALL =
      """
      # settings
      jobs: 12
      offline: true
      sandbox: require
      cache: {folder: ~/big, keep: 20G}
      shared:
        - url: https://cache.example.org/distroc/
          user: builder
          password-variable: SECRET
        - oci: localhost:5000/kernels
          write: true
          trust: locked
        - url: http://other/
          token-variable: TOKEN
      ccache: {use: "off", size: 2G, remote: "redis://cache|read-only"}
      distcc:
        hosts: [localhost/2, "build1:3633/8,lzo"]
      """;

  @TempDir Path folder;
  private Host host;

  @BeforeEach
  void host() {
    host =
        new Host(
            Map.of("HOME", folder.toString(), "XDG_CONFIG_HOME", folder.resolve("c").toString()),
            folder);
  }

  private Preferences read(String text) throws IOException {
    Path file = SettingsFile.of(host);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return SettingsFile.read(host);
  }

  private List<Diagnostic> mistakes(String text) {
    return assertThrows(Failure.class, () -> read(text)).diagnostics();
  }

  @Test
  void noFileSetsNothingAndLeavesNoTrace() {
    assertEquals(Preferences.none(), SettingsFile.read(host));
    assertEquals(Preferences.Use.AUTO, Preferences.none().ccache().use());
    assertFalse(Files.exists(host.cacheFolder()));
  }

  @Test
  void commentsAloneSetNothing() throws IOException {
    assertEquals(Preferences.none(), read("# nothing yet\n\n"));
  }

  @Test
  void everyKeyIsRead() throws IOException {
    Preferences set = read(ALL);
    assertEquals(OptionalInt.of(12), set.jobs());
    assertTrue(set.offline());
    assertEquals(Optional.of(folder.resolve("big")), set.cacheFolder());
    assertEquals(OptionalLong.of(20L << 30), set.cacheLimit());
    assertEquals(3, set.shared().size());
    Preferences.Server first = set.shared().get(0);
    assertEquals(Preferences.Protocol.HTTP, first.protocol());
    assertEquals("https://cache.example.org/distroc/", first.address());
    assertEquals(Optional.of("builder"), first.user());
    assertEquals(Optional.of("SECRET"), first.passwordVariable());
    assertFalse(first.write());
    assertFalse(first.lockedOnly());
    Preferences.Server second = set.shared().get(1);
    assertEquals(Preferences.Protocol.OCI, second.protocol());
    assertTrue(second.write());
    assertTrue(second.lockedOnly());
    assertEquals(Optional.of("TOKEN"), set.shared().get(2).tokenVariable());
    assertEquals(Preferences.Use.OFF, set.ccache().use());
    assertEquals("2G", set.ccache().size());
    assertEquals(Preferences.SandboxUse.REQUIRE, set.sandbox());
    assertEquals(Optional.of("redis://cache|read-only"), set.ccache().remote());
    assertEquals(List.of("localhost/2", "build1:3633/8,lzo"), set.distccHosts());
  }

  /** The second read comes from the cache, with the same result. */
  @Test
  void theCachedSettingsAreEqual() throws IOException {
    Preferences first = read(ALL);
    Path memory = host.cacheFolder().resolve("settings");
    try (Stream<Path> notes = Files.list(memory)) {
      Path note = notes.findFirst().orElseThrow();
      assertEquals(first, SettingsFile.read(host));
      Files.writeString(note, Files.readString(note).replace("/jobs=12", "/jobs=13"));
      assertEquals(OptionalInt.of(13), SettingsFile.read(host).jobs(), "it is read");
      Files.writeString(note, "\n/jobs=14\n");
      assertEquals(first, SettingsFile.read(host), "half a note counts for nothing");
    }
  }

  @Test
  void theCacheIsForThisSchema() throws Exception {
    byte[] schema = Files.readAllBytes(Path.of("schemas/config-v1.schema.json"));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(schema);
    assertEquals(HexFormat.of().formatHex(digest).substring(0, 12), SettingsFile.RULES);
  }

  @Test
  void aChangedTextIsReadAgain() throws IOException {
    read("jobs: 2\n");
    assertEquals(OptionalInt.of(3), read("jobs: 3\n").jobs());
  }

  @Test
  void aCacheElsewhereIsUsedUnlessTheEnvironmentNamesOne() throws IOException {
    Preferences set = read("cache: {folder: /var/elsewhere}\n");
    assertEquals(Path.of("/var/elsewhere"), set.host(host).cacheFolder());
    Host told = host.cachingIn(Path.of("/told"));
    assertEquals(Path.of("/told"), set.host(told).cacheFolder());
  }

  @Test
  void eachMistakeHasItsPositionAndNamesTheSettings() {
    List<Diagnostic> found =
        mistakes("jobs: 0\nofline: true\ncache: {keep: 5}\nccache: {use: yes}\n");
    assertEquals(4, found.size(), found.toString());
    for (Diagnostic one : found) {
      assertEquals(Code.D8050, one.code());
      assertEquals("c/distroc/config.yaml", one.at().orElseThrow().file());
    }
    assertEquals(List.of(1, 2, 3, 4), found.stream().map(d -> d.at().get().line()).toList());
    assertEquals(List.of("did you mean `offline`?"), found.get(1).remedies());
    assertEquals("not a key of a settings file", found.get(1).label());
  }

  @Test
  void noMistakeSpeaksOfRecipes() {
    for (String text :
        List.of(
            "- a\n",
            "a: &b c\n",
            "a: !t c\n",
            "a: 1\na: 2\n",
            "---\na: 1\n---\nb: 2\n",
            "\ta: 1")) {
      for (Diagnostic one : mistakes(text)) {
        assertFalse((one.message() + one.reasons() + one.remedies()).contains("recipe"), "" + one);
      }
    }
  }

  @Test
  void aServerNeedsExactlyOneAddress() {
    assertEquals(
        "`oci` cannot be combined with `url`",
        mistakes("shared: [{url: http://a/, oci: b/c}]\n").get(0).message());
    assertEquals(1, mistakes("shared: [{write: true}]\n").size());
  }

  @Test
  void aPasswordInTheAddressIsRefused() {
    assertEquals(1, mistakes("shared: [{url: 'http://me:secret@host/'}]\n").size());
  }

  @Test
  void sizes() {
    assertEquals(OptionalLong.of(0), ByteSize.parse("0"));
    assertEquals(OptionalLong.of(5L << 30), ByteSize.parse("5G"));
    assertEquals(OptionalLong.empty(), ByteSize.parse("5GB"));
    assertEquals(OptionalLong.empty(), ByteSize.parse("-1"));
    assertEquals(OptionalLong.empty(), ByteSize.parse("G"));
    assertEquals("1023 B", ByteSize.shown(1023));
    assertEquals("1.5 GiB", ByteSize.shown(3L << 29));
  }
}
