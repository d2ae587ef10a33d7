package org.distroc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.distroc.arch.x86_64.X8664;
import org.distroc.boot.BootLogs;
import org.distroc.boot.Facts;
import org.distroc.boot.test.BootResult;
import org.distroc.boot.test.BootResult.Outcome;
import org.distroc.boot.test.BootResult.StepTime;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.pipeline.TestCaseResult;
import org.distroc.plan.Machine;
import org.distroc.plan.TestCase;
import org.distroc.qemu.Accelerator;
import org.distroc.spec.Action;
import org.distroc.spec.BootTest;
import org.distroc.spec.Display;
import org.distroc.spec.ExpectedOutcome;
import org.distroc.spec.TestStep;
import org.distroc.spec.TextPattern;
import org.junit.jupiter.api.Test;

/** Results in the forms that other programs read. */
public class TestReportsTest {
  /**
   * Characters that XML and terminals cannot represent, and strings that would close an element or
   * a directive.
   */
  private static final String HOSTILE =
      "\u0000\u001b[2J ]]> </failure> & \"#\" \ud800 \uffff \u0085 é";

  private static TestCaseResult tested(String suite, String name, Outcome outcome) {
    TestStep step =
        new TestStep(
            new Action.Expect(TextPattern.plain("# ")),
            Optional.empty(),
            Optional.of(new TestStep.Measure("prompt", Optional.empty())),
            Optional.empty());
    BootTest test =
        new BootTest(Duration.ofSeconds(1), List.of(step), List.of(), new ExpectedOutcome.Prompt());
    Machine machine = Machine.of(X8664.BOARD, 64 << 20, Display.SERIAL);
    List<Diagnostic> wrong =
        outcome == Outcome.PASSED
            ? List.of()
            : List.of(
                Diagnostic.error(Code.D7000, "the guest said " + HOSTILE)
                    .help("look at " + HOSTILE));
    BootResult result =
        new BootResult(
            outcome,
            List.of(new StepTime(step, Duration.ofMillis(812))),
            Duration.ofMillis(1234),
            HOSTILE + "x".repeat(100_000) + HOSTILE,
            "",
            Accelerator.TCG,
            List.of("qemu"),
            new BootLogs(Path.of("/build/" + suite + "/evidence/test")),
            Facts.NONE,
            List.of(),
            wrong);
    return new TestCaseResult(
        Path.of(suite + ".yaml"),
        suite,
        Optional.of(new TestCase(name, "test", test, machine, Optional.empty())),
        Optional.of(result),
        wrong,
        TestCaseResult.exit(result));
  }

  private static final List<TestCaseResult> RESULTS =
      List.of(
          tested("tiny", "tiny/a#b[memory=32M]", Outcome.PASSED),
          tested("tiny", "tiny/b", Outcome.TIMED_OUT),
          tested("tiny", "tiny/c", Outcome.FORBIDDEN),
          new TestCaseResult(
              Path.of("broken's.yaml"),
              "broken",
              Optional.empty(),
              Optional.empty(),
              List.of(Diagnostic.error(Code.D1001, "there is no recipe").help("write one")),
              ExitCode.RECIPE));

  /** Throws if the document does not match the schema. */
  public static void validate(String xml) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(TestReportsTest.class.getResource("junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  @Test
  void theXmlIsValidWhateverAGuestPrints() throws Exception {
    validate(JunitReport.of(RESULTS));
    validate(JunitReport.of(List.of()));
  }

  @Test
  void anotherParserReadsTheXml() throws Exception {
    byte[] xml = JunitReport.of(RESULTS).getBytes(StandardCharsets.UTF_8);
    List<ReportTestSuite> suites =
        new TestSuiteXmlParser(new NullConsoleLogger())
            .parse(new InputStreamReader(new ByteArrayInputStream(xml), StandardCharsets.UTF_8));
    assertEquals(2, suites.size());
    ReportTestSuite tiny = suites.get(0);
    assertEquals(3, tiny.getNumberOfTests());
    assertEquals(2, tiny.getNumberOfFailures());
    assertEquals(0, tiny.getNumberOfErrors());
    assertEquals("tiny/a#b[memory=32M]", tiny.getTestCases().get(0).getName());
    assertTrue(tiny.getTestCases().get(0).isSuccessful());
    assertEquals(1.234f, tiny.getTestCases().get(0).getTime());
    assertEquals("D7000", tiny.getTestCases().get(1).getFailureType());
    assertTrue(
        tiny.getTestCases().get(1).getFailureMessage().contains("]]> </failure> & \"#\""),
        tiny.getTestCases().get(1).getFailureMessage());
    assertEquals(1, suites.get(1).getNumberOfErrors());
  }

  @Test
  void tapHasALineForEachTestAndReasonsInJsonStrings() {
    String tap = TapReport.of(RESULTS);
    assertTrue(tap.startsWith("TAP version 14\n1..4\nok 1 - tiny/a\\#b[memory=32M]\n  ---\n"), tap);
    assertTrue(tap.contains("\nnot ok 2 - tiny/b\n"), tap);
    assertTrue(tap.contains("  \"measured prompt ms\": 812\n"), tap);
    assertTrue(tap.contains("  outcome: \"timed_out\"\n"), tap);
    assertTrue(tap.contains("\nnot ok 4 - broken's.yaml\n  ---\n  outcome: \"error\"\n"), tap);
    assertTrue(tap.contains("  repeat: \"distroc test 'broken'\\\\''s.yaml'\"\n"), tap);
    tap.chars().forEach(c -> assertFalse(c < 0x20 && c != '\n', "control character " + c));
  }

  @Test
  void theTableHasColumnsAndWhatWasMeasured() {
    assertEquals(
        List.of(
            "tiny/a#b[memory=32M] passed   1234 ms   prompt 812 ms",
            "tiny/b               failed   1234 ms   prompt 812 ms",
            "tiny/c               failed   1234 ms   prompt 812 ms",
            "broken's.yaml        error"),
        TestReport.table(RESULTS));
  }

  @Test
  void theCommandThatRepeatsATestIsForAShell() {
    assertEquals("distroc test --only 'tiny/a#b[memory=32M]' tiny.yaml", RESULTS.get(0).repeat());
  }

  @Test
  void timeThatRanOutHasItsOwnExitCode() {
    assertEquals(
        List.of(ExitCode.DONE, ExitCode.TIMEOUT, ExitCode.GUEST, ExitCode.RECIPE),
        RESULTS.stream().map(TestCaseResult::exit).toList());
  }
}
