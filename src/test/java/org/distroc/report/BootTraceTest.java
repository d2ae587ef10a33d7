package org.distroc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.distroc.arch.x86_64.X8664;
import org.distroc.debug.BootTimes;
import org.distroc.debug.BootTimes.Initcall;
import org.distroc.debug.BootTimes.Name;
import org.distroc.debug.BootTimes.Stage;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.format.BootMedium;
import org.distroc.pipeline.BootTrace;
import org.distroc.pipeline.TimedBoots;
import org.distroc.plan.Machine;
import org.distroc.spec.Display;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The table and the picture of a timed boot. */
class BootTraceTest {
  /** A malicious name of a kernel function. */
  private static final String HOSTILE = "<b>&\"]]>\u001b[2J\u0000é_and_then_on_and_on_and_on";

  private static final Machine PC = Machine.of(X8664.BOARD, 64L << 20, Display.SERIAL);
  private static final BootMedium CD =
      new BootMedium.Drive("iso", Path.of("cd.iso"), "if=ide", "d");
  private static final BootMedium DIRECT =
      new BootMedium.KernelAndInitramfs(Path.of("bzImage"), Optional.empty(), List.of());

  private static Duration ms(long number) {
    return Duration.ofMillis(number);
  }

  /** A boot whose stages take 10, 20, 30 … times that long. */
  private static BootTimes boot(int times, Set<Name> unseen) {
    List<Stage> stages = new ArrayList<>();
    long begin = 0;
    long length = 10L * times;
    for (Name name : Name.values()) {
      if (!unseen.contains(name)) {
        stages.add(new Stage(name, ms(begin), ms(length)));
        begin += length;
        length += 10L * times;
      }
    }
    List<Initcall> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      calls.add(new Initcall("call_" + i, ms(100L * times + i), ms(i), -i));
    }
    calls.add(new Initcall(HOSTILE, ms(130L * times), ms(15), 0));
    return new BootTimes(stages, calls, unseen, 30, ms(44), Duration.ofNanos(200_000));
  }

  private static TimedBoots boots(BootTimes... watched) {
    return new TimedBoots("toy", "6.1.0", "`# `", List.of(watched), List.of(ms(190), ms(195)));
  }

  @Test
  void aTableOfOneBoot() {
    BootTable table = new BootTable(boots(boot(1, Set.of())));
    String text = String.join("\n", table.lines()) + "\n";
    assertTrue(
        text.startsWith(
            """
            stage                                    ms
            QEMU starts                            10.0    4.8 %
            firmware                               20.0    9.5 %
            boot loader                            30.0   14.3 %
            decompressor                           40.0   19.0 %
            kernel                                 50.0   23.8 %
            init                                   60.0   28.6 %
            power-on to `# `                      210.0

            longest of 13 initcalls                  ms
            """),
        text);
    assertFalse(text.contains("\u001b"), "a name cannot give orders to the terminal");
    assertTrue(text.contains("call_11 "), text);
    assertFalse(text.contains("call_2 "), "only the ten longest: " + text);
    String notes = String.join("\n", table.notes());
    assertTrue(notes.contains("stopped 30 times; the 44.0 ms"), notes);
    assertTrue(notes.contains("took 190.0 ms: tracing adds 20.0 ms"), notes);
  }

  @Test
  void severalBootsHaveAMedianAndASpread() {
    TimedBoots boots = boots(boot(3, Set.of()), boot(1, Set.of()), boot(2, Set.of()));
    List<String> lines = new BootTable(boots).lines();
    assertEquals("stage                                median     least      most", lines.get(0));
    assertEquals(
        "firmware                             40.0      20.0      60.0    9.5 %",
        lines.get(2).replaceFirst("firmware {3}", "firmware "));
    assertEquals(ms(420), boots.typical().total());
    assertEquals(boots.total().median(), boots.typical().total());
  }

  @Test
  void thePictureIsXmlWhoseBarsAreToScaleAndInOrder() throws Exception {
    BootTimes boot = boot(1, Set.of());
    Element svg = parse(BootPicture.of(boots(boot)));
    double right = 0;
    double sum = 0;
    List<String> seen = new ArrayList<>();
    double scale = (796 - 216) / 210.0;
    for (Element bar : rectangles(svg)) {
      for (Stage stage : boot.stages()) {
        if (bar.getAttribute("class").equals(stage.name().name().toLowerCase())) {
          seen.add(stage.name().name());
          double x = Double.parseDouble(bar.getAttribute("x"));
          double width = Double.parseDouble(bar.getAttribute("width"));
          assertEquals(seen.size() == 1 ? 216 : right, x, 0.21, "no gaps");
          assertEquals(stage.length().toMillis() * scale, width, 0.1);
          right = x + width;
          sum += width;
        }
      }
    }
    assertEquals(List.of("QEMU", "FIRMWARE", "LOADER", "DECOMPRESSOR", "KERNEL", "INIT"), seen);
    assertEquals(580, sum, 0.5, "together they are the whole");
    assertEquals(210, boot.total().toMillis());
  }

  @Test
  void namesInThePictureAreOnlyText() throws Exception {
    Element svg = parse(BootPicture.of(boots(boot(1, Set.of()))));
    assertEquals(0, svg.getElementsByTagName("b").getLength());
    String text = svg.getTextContent();
    assertTrue(text.contains("<b>&\"]]>\ufffd[2J\ufffdé_and"), text);
    assertTrue(text.contains("13 initcalls"), text);
    long longest =
        rectangles(svg).stream().filter(r -> r.getAttribute("class").equals("long")).count();
    assertEquals(20, longest, "ten in the lane of all, and each on a line of its own");
  }

  @Test
  void aPictureWithoutInitcallsHasNoSecondPart() throws Exception {
    BootTimes times =
        new BootTimes(boot(1, Set.of()).stages(), List.of(), Set.of(), 4, ms(1), ms(0));
    String text = parse(BootPicture.of(boots(times))).getTextContent();
    assertFalse(text.contains("initcall"), text);
    assertTrue(text.contains("decompressor"), text);
  }

  @Test
  void anUnobservedStageIsReported() {
    List<Diagnostic> said =
        BootTrace.notSeen(boot(1, Set.of(Name.LOADER, Name.INIT)), PC, CD, true);
    assertEquals(Code.D7080, said.get(0).code());
    assertEquals("not observed in this boot: boot loader, init", said.get(0).message());
    assertEquals(List.of(), BootTrace.notSeen(boot(1, Set.of()), PC, CD, true));
    // Without a boot loader and without an init there is nothing to see of them.
    assertEquals(
        List.of(), BootTrace.notSeen(boot(1, Set.of(Name.LOADER, Name.INIT)), PC, DIRECT, false));
  }

  private static Element parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }

  private static List<Element> rectangles(Element svg) {
    NodeList list = svg.getElementsByTagName("rect");
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < list.getLength(); i++) {
      all.add((Element) list.item(i));
    }
    return all;
  }
}
