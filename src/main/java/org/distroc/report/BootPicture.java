package org.distroc.report;

import java.io.StringWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.distroc.debug.BootTimes;
import org.distroc.debug.BootTimes.Initcall;
import org.distroc.debug.BootTimes.Name;
import org.distroc.debug.BootTimes.Stage;
import org.distroc.pipeline.Measurements;
import org.distroc.pipeline.TimedBoots;

/**
 * Draws the course of a boot as SVG: a bar for each stage on the time since power-on, and below, on
 * the kernel's own time, all initcalls as thin bars and the longest of them with their names.
 */
public final class BootPicture {
  private static final String STYLE =
      """
      text { font-family: "DejaVu Sans", "Segoe UI", Helvetica, Arial, sans-serif;
        font-size: 13px; fill: #1f2933; }
      .title { font-weight: bold; font-size: 18px; }
      .small { font-size: 11.5px; fill: #52606d; }
      .mono { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 11.5px; }
      .middle { text-anchor: middle; }
      .end { text-anchor: end; }
      .paper { fill: #ffffff; }
      .lane { fill: #e0ecf8; }
      .grid { stroke: #d5dce3; stroke-width: 1; }
      .zoom { fill: #3f7cb8; fill-opacity: 0.10; }
      .qemu { fill: #9aa5b1; }
      .firmware { fill: #c98a1b; }
      .loader { fill: #8a63b0; }
      .decompressor { fill: #2f9c95; }
      .kernel { fill: #3f7cb8; }
      .init { fill: #4c9a3f; }
      .call { fill: #7fa8d0; }
      .long { fill: #1f4e79; }
      """;

  private static final int WIDTH = 960;
  private static final int LEFT = 216;
  private static final int RIGHT = 796;
  private static final int VALUES = 876;
  private static final int SHARES = 936;
  private static final int FIRST_ROW = 112;
  private static final int ROW = 28;
  private static final int BAR = 18;
  private static final int CALL_ROW = 22;
  private static final int CALL_BAR = 12;
  private static final int GAP = 62;
  private static final int LANE = 20;
  private static final int NAME_LENGTH = 27;

  /** Maximum number of ticks that fit next to each other. */
  private static final int TICKS = 8;

  private final XMLStreamWriter xml;
  private final TimedBoots boots;
  private final BootTimes boot;
  private final List<Initcall> longest;

  private BootPicture(XMLStreamWriter xml, TimedBoots boots) {
    this.xml = xml;
    this.boots = boots;
    this.boot = boots.typical();
    this.longest =
        boot.initcalls().stream()
            .sorted(Comparator.comparing(Initcall::length).reversed())
            .limit(BootTable.LONGEST)
            .sorted(Comparator.comparing(Initcall::begin))
            .toList();
  }

  /** The whole document. */
  public static String of(TimedBoots boots) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      new BootPicture(xml, boots).document();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text + "\n";
  }

  /** A time axis: what lies at the left, and at the right end. */
  private record Axis(Duration from, Duration length) {
    double x(Duration at) {
      return LEFT + width(at.minus(from));
    }

    double width(Duration time) {
      return (double) (RIGHT - LEFT) * time.toNanos() / Math.max(1, length.toNanos());
    }

    /** Milliseconds between two ticks: 1, 2 or 5 and zeros. */
    double step() {
      double least = length.toNanos() / 1e6 / TICKS;
      double power = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-3))));
      for (int times : List.of(1, 2, 5)) {
        if (times * power >= least) {
          return times * power;
        }
      }
      return 10 * power;
    }
  }

  private void document() throws XMLStreamException {
    Optional<Stage> kernel = boots.stage(Name.KERNEL).filter(k -> !boot.initcalls().isEmpty());
    int stagesEnd = FIRST_ROW + boot.stages().size() * ROW;
    int callsEnd = kernel.isEmpty() ? stagesEnd : stagesEnd + GAP + LANE + 14 + calls();
    int height = callsEnd + 44;
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("svg");
    xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
    xml.writeAttribute("viewBox", "0 0 " + WIDTH + " " + height);
    xml.writeAttribute("width", Integer.toString(WIDTH));
    xml.writeAttribute("height", Integer.toString(height));
    xml.writeAttribute("role", "img");
    element("title", JunitReport.clean(title()));
    element("style", STYLE);
    rectangle("paper", 0, 0, WIDTH, height);
    text("title", 24, 34, title());
    text("small", 24, 56, subtitle());
    Axis all = new Axis(Duration.ZERO, boot.total());
    if (kernel.isPresent()) {
      zoom(all, kernel.get(), stagesEnd);
    }
    axis(all, FIRST_ROW - 10, stagesEnd);
    stages(all);
    if (kernel.isPresent()) {
      initcalls(kernel.get(), stagesEnd + GAP);
    }
    text("small", 24, height - 18, footnote());
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private int calls() {
    return longest.size() * CALL_ROW;
  }

  private String title() {
    return boots.guest() + ": " + millis(boot.total()) + " from power-on to " + boots.end();
  }

  private String subtitle() {
    String what = "Linux " + boots.kernel() + " in QEMU, executed by TCG";
    int runs = boots.watched().size();
    Measurements total = boots.total();
    return runs == 1
        ? what
        : what
            + "; the boot in the middle of "
            + runs
            + ", which took "
            + Measurements.millis(total.least())
            + " to "
            + millis(total.most());
  }

  private String footnote() {
    return "Left out: the time in which the debugger held the guest. Without a debugger it took "
        + millis(boots.totalAlone().median())
        + ".";
  }

  private void stages(Axis axis) throws XMLStreamException {
    int y = FIRST_ROW;
    for (Stage stage : boot.stages()) {
      text("end", LEFT - 12, y + BAR - 4, stage.name().toString());
      bar(
          stage.name().name().toLowerCase(Locale.ROOT),
          axis.x(stage.begin()),
          y,
          Math.max(1, axis.width(stage.length())),
          BAR,
          stage.name() + ": " + millis(stage.length()));
      text("end", VALUES, y + BAR - 4, millis(stage.length()));
      text("small end", SHARES, y + BAR - 4, share(stage.length(), boot.total()));
      y += ROW;
    }
  }

  /** The kernel's bar grows to the whole width of the second axis. */
  private void zoom(Axis all, Stage kernel, int stagesEnd) throws XMLStreamException {
    int top = FIRST_ROW + boot.stages().indexOf(kernel) * ROW + BAR;
    double from = all.x(kernel.begin());
    double to = from + all.width(kernel.length());
    int bottom = stagesEnd + GAP;
    xml.writeEmptyElement("path");
    xml.writeAttribute("class", "zoom");
    xml.writeAttribute(
        "d",
        "M"
            + number(from)
            + " "
            + top
            + " L"
            + number(to)
            + " "
            + top
            + " L"
            + RIGHT
            + " "
            + bottom
            + " L"
            + LEFT
            + " "
            + bottom
            + " z");
  }

  private void initcalls(Stage kernel, int top) throws XMLStreamException {
    Axis axis = new Axis(kernel.begin(), kernel.length());
    int rows = top + LANE + 14;
    axis(axis, top, rows + calls());
    text("end", LEFT - 12, top + 10, Plurals.count(boot.initcalls().size(), "initcall"));
    text("small end", LEFT - 12, top + 24, "of the kernel");
    rectangle("lane", LEFT, top, RIGHT - LEFT, LANE);
    for (Initcall call : boot.initcalls()) {
      boolean named = longest.contains(call);
      bar(
          named ? "long" : "call",
          axis.x(call.begin()),
          top,
          Math.max(0.6, axis.width(call.length())),
          LANE,
          call.function() + ": " + millis(call.length()));
    }
    text("end", VALUES, top + 14, millis(boot.inInitcalls()));
    text("small end", SHARES, top + 14, share(boot.inInitcalls(), kernel.length()));
    int y = rows;
    for (Initcall call : longest) {
      call(axis, call, kernel, y);
      y += CALL_ROW;
    }
  }

  private void call(Axis axis, Initcall call, Stage kernel, int y) throws XMLStreamException {
    int line = y + CALL_BAR - 2;
    text("mono end", LEFT - 12, line, Plurals.cut(call.function(), NAME_LENGTH));
    bar(
        "long",
        axis.x(call.begin()),
        y,
        Math.max(1.5, axis.width(call.length())),
        CALL_BAR,
        call.function() + ": " + millis(call.length()));
    text("end", VALUES, line, millis(call.length()));
    text("small end", SHARES, line, share(call.length(), kernel.length()));
  }

  /** Lines for round milliseconds since power-on, named above. */
  private void axis(Axis axis, int top, int bottom) throws XMLStreamException {
    double step = axis.step();
    double from = axis.from().toNanos() / 1e6;
    double to = from + axis.length().toNanos() / 1e6;
    for (long i = (long) Math.ceil(from / step); i * step <= to; i++) {
      double at = i * step;
      double x = axis.x(Duration.ofNanos((long) (at * 1e6)));
      xml.writeEmptyElement("path");
      xml.writeAttribute("class", "grid");
      xml.writeAttribute("d", "M" + number(x) + " " + top + " V" + bottom);
      String label = String.format(Locale.ROOT, step < 1 ? "%.1f" : "%.0f", at);
      text("small middle", x, top - 6, label + (at + step > to ? " ms" : ""));
    }
  }

  private void bar(String kind, double x, double y, double width, double height, String words)
      throws XMLStreamException {
    xml.writeStartElement("rect");
    place(kind, x, y, width, height);
    element("title", JunitReport.clean(words));
    xml.writeEndElement();
  }

  private void rectangle(String kind, double x, double y, double width, double height)
      throws XMLStreamException {
    xml.writeEmptyElement("rect");
    place(kind, x, y, width, height);
  }

  private void place(String kind, double x, double y, double width, double height)
      throws XMLStreamException {
    xml.writeAttribute("class", kind);
    xml.writeAttribute("x", number(x));
    xml.writeAttribute("y", number(y));
    xml.writeAttribute("width", number(width));
    xml.writeAttribute("height", number(height));
  }

  private void text(String kind, double x, double y, String words) throws XMLStreamException {
    xml.writeStartElement("text");
    xml.writeAttribute("class", kind);
    xml.writeAttribute("x", number(x));
    xml.writeAttribute("y", number(y));
    xml.writeCharacters(JunitReport.clean(words));
    xml.writeEndElement();
  }

  private void element(String name, String words) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(words);
    xml.writeEndElement();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String millis(Duration time) {
    return Measurements.millis(time) + " ms";
  }

  private static String share(Duration part, Duration whole) {
    return String.format(
        Locale.ROOT, "%.1f %%", 100.0 * part.toNanos() / Math.max(1, whole.toNanos()));
  }
}
