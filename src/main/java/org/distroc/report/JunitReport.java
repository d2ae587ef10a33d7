package org.distroc.report;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.distroc.boot.test.BootResult;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.TextRenderer;
import org.distroc.pipeline.TestCaseResult;

/**
 * Results as the XML that build servers know from JUnit: a suite for each distribution, a test case
 * for each boot. A guest that failed its test is a failure; what kept a guest from running is an
 * error.
 */
public final class JunitReport {
  private static final int CONSOLE_KEPT = 16_000;

  private final XMLStreamWriter xml;

  private JunitReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** The whole document. */
  public static String of(List<TestCaseResult> results) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      new JunitReport(xml).document(results);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text + "\n";
  }

  private void document(List<TestCaseResult> results) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "distroc");
    counts(results);
    Map<String, List<TestCaseResult>> suites =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    TestCaseResult::suite, LinkedHashMap::new, Collectors.toList()));
    for (Map.Entry<String, List<TestCaseResult>> suite : suites.entrySet()) {
      suite(suite.getKey(), suite.getValue());
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void counts(List<TestCaseResult> results) throws XMLStreamException {
    long failures = results.stream().filter(TestCaseResult::failed).count();
    long errors = results.stream().filter(r -> !r.passed() && !r.failed()).count();
    xml.writeAttribute("tests", Integer.toString(results.size()));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", Long.toString(errors));
    long millis =
        results.stream().mapToLong(r -> r.result().map(b -> b.time().toMillis()).orElse(0L)).sum();
    time(millis);
  }

  private void time(long millis) throws XMLStreamException {
    xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", millis / 1000.0));
  }

  private void suite(String name, List<TestCaseResult> results) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(name));
    counts(results);
    xml.writeAttribute("skipped", "0");
    xml.writeStartElement("properties");
    for (TestCaseResult one : results) {
      if (one.result().isPresent()) {
        properties(one, one.result().get());
      }
    }
    xml.writeEndElement();
    for (TestCaseResult one : results) {
      testCase(name, one);
    }
    xml.writeEndElement();
  }

  private void properties(TestCaseResult one, BootResult result) throws XMLStreamException {
    property(one.name() + ".accelerator", result.accelerator().toString());
    for (Map.Entry<String, Long> time : TestReport.measured(result).entrySet()) {
      property(one.name() + "." + time.getKey() + ".milliseconds", time.getValue().toString());
    }
  }

  private void property(String name, String value) throws XMLStreamException {
    xml.writeEmptyElement("property");
    xml.writeAttribute("name", clean(name));
    xml.writeAttribute("value", clean(value));
  }

  private void testCase(String suite, TestCaseResult one) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", clean(one.name()));
    xml.writeAttribute("classname", clean(suite));
    time(one.result().map(r -> r.time().toMillis()).orElse(0L));
    if (!one.passed()) {
      problem(one);
    }
    if (one.result().isPresent()) {
      text("system-out", console(one, one.result().get()));
    }
    xml.writeEndElement();
  }

  private void problem(TestCaseResult one) throws XMLStreamException {
    List<Diagnostic> diagnostics = one.diagnostics();
    Diagnostic first = diagnostics.get(diagnostics.size() - 1);
    xml.writeStartElement(one.failed() ? "failure" : "error");
    xml.writeAttribute("message", clean(first.message()));
    xml.writeAttribute("type", first.code().name());
    xml.writeCharacters(clean(new TextRenderer(false).render(diagnostics)));
    xml.writeCharacters("\nrepeat: " + clean(one.repeat()) + "\n");
    xml.writeEndElement();
  }

  private void text(String element, String text) throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeCharacters(clean(text));
    xml.writeEndElement();
  }

  private static String console(TestCaseResult one, BootResult result) {
    String evidence = "evidence: " + result.evidence().folder() + "\n";
    if (one.passed()) {
      return evidence;
    }
    String console = result.console();
    return evidence + console.substring(Math.max(0, console.length() - CONSOLE_KEPT));
  }

  /** What XML 1.0 has no way to write, not even escaped, is replaced. */
  public static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean control = c < 0x20 && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0;
              boolean none = c >= 0xd800 && c < 0xe000 || (c & 0xfffe) == 0xfffe;
              out.appendCodePoint(control || none ? 0xfffd : c);
            });
    return out.toString();
  }
}
