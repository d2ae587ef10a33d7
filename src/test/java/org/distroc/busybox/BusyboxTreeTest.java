package org.distroc.busybox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.Failure;
import org.distroc.diag.Span;
import org.distroc.rootfs.Entry;
import org.distroc.rootfs.Node;
import org.junit.jupiter.api.Test;

/** The links of busybox. */
class BusyboxTreeTest {
  private static final byte[] PROGRAM =
      "\177ELF\0X\0[\0[[\0ash\0busybox\0cat\0httpd\0ls\0sh\0\0"
          .getBytes(StandardCharsets.ISO_8859_1);

  private static Span line(int number) {
    return new Span("distro.yaml", number, 1, 1, "x");
  }

  private static List<Entry> links(String folder, byte[] program, String... applets) {
    return BusyboxTree.links(
        folder,
        program,
        applets.length == 0 ? Optional.empty() : Optional.of(List.of(applets)),
        line(1),
        i -> line(10 + i),
        "busybox-static 1");
  }

  @Test
  void linksAllAppletsButItself() {
    List<Entry> links = links("/bin", PROGRAM);
    assertEquals(
        List.of("/bin/[", "/bin/[[", "/bin/ash", "/bin/cat", "/bin/httpd", "/bin/ls", "/bin/sh"),
        links.stream().map(Entry::path).toList());
    assertEquals(new Node.Link("busybox"), links.get(0).node());
    assertEquals("busybox-static 1", links.get(0).origin());
  }

  @Test
  void linksTheWantedOnes() {
    assertEquals(
        List.of("/sh", "/ls"), links("/", PROGRAM, "sh", "ls").stream().map(Entry::path).toList());
  }

  @Test
  void rejectsAnAppletThatItLacks() {
    Diagnostic error = rejected(PROGRAM, "sh", "httd", "systemctl");
    assertEquals("busybox has no applet `httd`", error.message());
    assertEquals(List.of("did you mean `httpd`?"), error.remedies());
    assertEquals(11, error.at().orElseThrow().line());
  }

  @Test
  void rejectsAProgramWithoutApplets() {
    rejected("\177ELF\0Hello\0".getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Diagnostic rejected(byte[] program, String... applets) {
    Failure failure = assertThrows(Failure.class, () -> links("/bin", program, applets));
    assertEquals(Code.D4230, failure.diagnostics().get(0).code());
    return failure.diagnostics().get(0);
  }
}
