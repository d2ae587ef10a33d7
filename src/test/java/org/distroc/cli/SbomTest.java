package org.distroc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bills of materials of builds with the toy kernel in a tarball. */
class SbomTest {
  private static final String PLACE = "http://cyclonedx.org/schema/";

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void makeRecipe() throws IOException {
    place = new Workplace(folder);
    Path kernel = place.kernel();
    Files.writeString(
        kernel.resolve("COPYING"),
        "It is provided under:\n\n\tSPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note\n");
    place.write("init.c", "int main(void) { for (;;) ; }\n");
    place.write(
        "toy.yaml",
        Workplace.RECIPE
            .replace("{path: ../kernel}", "{tarball: TARBALL}")
            .replace("description: A toy.", "description: A \"toy\" <of> \\ mine.")
            .replace("program: hello", "source: init.c")
            .replace("libc: none\n  syscalls: [write, pause]", "libc: static")
            .replace("[kernel, initramfs]", "[iso]"));
    place.shell(
        "tar --sort=name --mtime=@0 --owner=0 --group=0 -cf kernel.tar -C .. kernel;"
            + " sum=$(sha256sum kernel.tar | cut -c1-64);"
            + " sed -i \"s/TARBALL/{file: kernel.tar, sha256: $sum}/\" toy.yaml");
  }

  private String bill(String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("sbom", "-q"));
    words.addAll(List.of(more));
    words.add("toy.yaml");
    Run run = place.run(words.toArray(String[]::new));
    assertEquals(0, run.exit(), run.all());
    return Files.readString(place.work.resolve(run.out().strip()));
  }

  @Test
  void followsTheSchemaOfCycloneDx() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_7, builder -> builder.schemas(SbomTest::schema))
            .getSchema(SchemaLocation.of(PLACE + "bom-1.6.schema.json"));
    String bill = bill();
    assertEquals(List.of(), schema.validate(bill, InputFormat.JSON));
    // And the schema would see a mistake.
    String wrong = bill.replace("\"operating-system\"", "\"operating system\"");
    assertFalse(schema.validate(wrong, InputFormat.JSON).isEmpty());
  }

  /** The schemas that the library brings. */
  private static String schema(String address) {
    if (!address.startsWith(PLACE)) {
      return null;
    }
    String name = "/" + address.substring(PLACE.length());
    try (InputStream in = BomGeneratorFactory.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void isTheSameForTheSameBuild() throws IOException {
    String first = bill();
    assertEquals(first, bill("-o", "elsewhere"));
    place.write("init.c", "int main(void) { for (;;) ; } int more;\n");
    String second = bill();
    assertFalse(serial(first).equals(serial(second)), second);
  }

  private static String serial(String bill) {
    return bill.lines().filter(line -> line.contains("serialNumber")).findFirst().orElseThrow();
  }

  @Test
  void namesWhatIsInTheImage() throws IOException {
    String bill = bill();
    assertTrue(bill.contains("\"expression\" : \"GPL-2.0 WITH Linux-syscall-note\""), bill);
    assertTrue(bill.contains("\"name\" : \"toy.iso\""), bill);
    assertTrue(bill.contains("\"bom-ref\" : \"source:init.c\""), bill);
    assertTrue(bill.contains("\"name\" : \"libc6-dev\""), bill);
    assertTrue(bill.matches("(?s).*\"purl\" : \"pkg:deb/[a-z]+/isolinux@.*"), bill);
    assertTrue(bill.contains("\"dependsOn\" : ["), bill);
    assertTrue(bill.contains("\"timestamp\" : \"1980-01-01T00:00:00Z\""), bill);
    assertFalse(bill.contains(folder.toString()), bill);
  }
}
