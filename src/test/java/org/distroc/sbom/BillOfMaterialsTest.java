package org.distroc.sbom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.diag.JsonReader;
import org.distroc.lock.BuildRecord;
import org.distroc.lock.Inputs;
import org.distroc.plan.BuildPlan;
import org.distroc.plan.Plans;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of a bill of materials, read back from its JSON. */
class BillOfMaterialsTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  @TempDir Path folder;
  private BuildPlan plan;
  private Path documents;

  @BeforeEach
  void plan() throws IOException {
    plan = Plans.of(folder, Plans.recipe("", "description: A toy\n"));
    documents = Files.createDirectory(folder.resolve("doc"));
  }

  private static SortedMap<String, String> map(String... pairs) {
    SortedMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static BuildRecord record(String libc) {
    Inputs inputs =
        new Inputs(
            "0.1.0",
            "v1",
            A,
            map("name", A),
            map("main.c", B),
            new Inputs.Kernel(
                "6.1.192",
                "sha256:" + A,
                Optional.of(new Inputs.DebianVersion("linux-source-6.1", "6.1.192-1"))));
    return new BuildRecord(
        inputs, B, map("gcc", "12.2.0", "static C library", libc), map("bzImage", A, "toy.iso", B));
  }

  private String text(String libc) {
    return BillOfMaterials.of(plan, record(libc), "debian", documents);
  }

  private static Map<?, ?> read(String text) throws IOException {
    return (Map<?, ?>) JsonReader.read(text);
  }

  private Map<String, Map<?, ?>> components(String libc) throws IOException {
    Map<String, Map<?, ?>> all = new LinkedHashMap<>();
    for (Object one : (List<?>) read(text(libc)).get("components")) {
      Map<?, ?> component = (Map<?, ?>) one;
      all.put((String) component.get("bom-ref"), component);
    }
    return all;
  }

  @Test
  void sameBuildSameBillOtherBuildOtherBill() throws IOException {
    assertEquals(text("2.36-9"), text("2.36-9"));
    Map<?, ?> one = read(text("2.36-9"));
    Map<?, ?> other = read(text("2.37-1"));
    assertTrue(((String) one.get("serialNumber")).startsWith("urn:uuid:"));
    assertNotEquals(one.get("serialNumber"), other.get("serialNumber"));
    assertEquals("1.6", one.get("specVersion"));
    assertEquals(
        "1980-01-01T00:00:00Z", ((Map<?, ?>) one.get("metadata")).get("timestamp"), "no clock");
  }

  @Test
  void imageContentIsRequiredAndBuildToolsAreNot() throws IOException {
    Map<String, Map<?, ?>> all = components("2.36-9");
    assertEquals("required", all.get("kernel").get("scope"));
    assertEquals("required", all.get("source:main.c").get("scope"));
    assertEquals("required", all.get("tool:static C library").get("scope"));
    assertEquals("excluded", all.get("tool:gcc").get("scope"));
    Map<?, ?> root = (Map<?, ?>) ((List<?>) read(text("2.36-9")).get("dependencies")).get(0);
    assertEquals(
        List.of("kernel", "source:main.c", "tool:static C library"), root.get("dependsOn"));
  }

  @Test
  void theKernelHasItsVersionDigestAndPackage() throws IOException {
    Map<?, ?> kernel = components("2.36-9").get("kernel");
    assertEquals("6.1.192", kernel.get("version"));
    assertEquals("pkg:deb/debian/linux-source-6.1@6.1.192-1", kernel.get("purl"));
    assertEquals(List.of(Map.of("alg", "SHA-256", "content", A)), kernel.get("hashes"));
    assertTrue(
        ((List<?>) kernel.get("properties"))
            .contains(Map.of("name", "distroc:configuration:sha256", "value", B)),
        "" + kernel);
  }

  @Test
  void outputsAreListedWithTheirDigests() throws IOException {
    Map<?, ?> metadata = (Map<?, ?>) read(text("2.36-9")).get("metadata");
    Map<?, ?> image = (Map<?, ?>) metadata.get("component");
    assertEquals("toy", image.get("name"));
    assertEquals("A toy", image.get("description"));
    List<String> outputs =
        ((List<?>) image.get("components"))
            .stream()
                .map(one -> (Map<?, ?>) one)
                .map(one -> one.get("name") + " " + one.get("hashes"))
                .toList();
    assertEquals(
        List.of("bzImage " + List.of(digest(A)), "toy.iso " + List.of(digest(B))), outputs);
  }

  private static Map<String, Object> digest(String hex) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("alg", "SHA-256");
    map.put("content", hex);
    return map;
  }

  /** A file that came in no package has a digest or nothing as its version. */
  @Test
  void onlyAVersionOfAPackageIsAPackageUrl() throws IOException {
    assertEquals(
        "pkg:deb/debian/libc6-dev@2.36-9",
        components("2.36-9").get("tool:static C library").get("purl"));
    for (String version : List.of("sha256:" + A, "present")) {
      assertFalse(components(version).get("tool:static C library").containsKey("purl"), version);
    }
    assertFalse(components("2.36-9").get("tool:gcc").containsKey("purl"), "it is not shipped");
  }

  private Optional<String> licence(String copyright) throws IOException {
    Path file = Files.createDirectories(documents.resolve("p")).resolve("copyright");
    Files.writeString(file, copyright);
    return Licences.ofPackage(documents, "p");
  }

  @Test
  void aLicenceIsReadWhereItIsWrittenForPrograms() throws IOException {
    String format =
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n";
    assertEquals(
        Optional.of("GPL-2+"),
        licence(format + "Files: *\nCopyright: x\nLicense: GPL-2+\n text\n"));
    assertEquals(
        Optional.empty(), licence(format + "Files: a/*\nLicense: MIT\n"), "not of all files");
    assertEquals(
        Optional.empty(),
        licence(format + "Files: *\nCopyright: x\n\nFiles: b\nLicense: MIT\n"),
        "of another paragraph");
    assertEquals(Optional.empty(), licence("Files: *\nLicense: MIT\n"), "free text");
    assertEquals(Optional.empty(), Licences.ofPackage(documents, "none"));
  }
}
