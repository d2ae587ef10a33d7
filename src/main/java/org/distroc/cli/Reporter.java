package org.distroc.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.cli.terminal.Streams;
import org.distroc.cli.terminal.YesNoPrompt;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.ExitCode;
import org.distroc.diag.Json;
import org.distroc.diag.JsonRenderer;
import org.distroc.diag.TextRenderer;
import org.distroc.host.Host;
import org.distroc.pipeline.RunListener;
import org.distroc.pipeline.StageListener;
import org.distroc.pipeline.TestCaseResult;
import org.distroc.pipeline.TestProgress;
import org.distroc.report.TestReport;

/**
 * The output of one run: diagnostics and progress on {@code err}, results on {@code out}. With
 * {@code --json} there is one JSON document on {@code out} at the end instead.
 */
final class Reporter implements RunListener {
  private final Streams streams;
  private final Host host;
  private final TextRenderer renderer;
  private final boolean color;
  private final List<Diagnostic> reported;
  private final Map<String, Object> results = new LinkedHashMap<>();
  private final Map<String, Object> parts = new LinkedHashMap<>();

  /** Those of parts, without the architectures that were added to them. */
  private Set<Diagnostic> known = new HashSet<>();

  /** The architecture of the part of a run that this reports; empty for a whole run. */
  private final Optional<String> architecture;

  private boolean json;
  private boolean quiet;
  private boolean verbose;

  /** The buffered output of a recording reporter: results, and the rest. */
  private List<ByteArrayOutputStream> recorded = List.of();

  Reporter(Streams streams, Host host) {
    // https://no-color.org: any value but an empty one switches colours off.
    this(streams, host, movesCursor(streams, host) && host.variable("NO_COLOR").isEmpty());
  }

  private Reporter(Streams streams, Host host, boolean color) {
    this(streams, host, color, new ArrayList<>(), Optional.empty());
  }

  private Reporter(
      Streams streams,
      Host host,
      boolean color,
      List<Diagnostic> reported,
      Optional<String> architecture) {
    this.reported = reported;
    this.architecture = architecture;
    this.streams = streams;
    this.host = host;
    this.color = color;
    this.renderer = new TextRenderer(color);
  }

  /** A reporter that buffers its output for {@link #replay}; for another thread. */
  Reporter recording() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams kept =
        new Streams(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    Reporter recorder = new Reporter(kept, host, color);
    recorder.json = json;
    recorder.quiet = quiet;
    recorder.verbose = verbose;
    recorder.recorded = List.of(out, err);
    return recorder;
  }

  /**
   * A reporter for the part of the run that works on one of several architectures. Its diagnostics
   * name it; one that an earlier part reported is not repeated. In the JSON document, its results
   * are below {@code architectures}.
   */
  Reporter on(String one) {
    Reporter part = new Reporter(streams, host, color, reported, Optional.of(one));
    part.json = json;
    part.quiet = quiet;
    part.verbose = verbose;
    part.known = known;
    parts.put(one, part.results);
    results.put("architectures", parts);
    return part;
  }

  /** The diagnostics of a part that are new, with its name. */
  private List<Diagnostic> named(List<Diagnostic> diagnostics, String name) {
    return diagnostics.stream().filter(known::add).map(one -> one.why("for " + name)).toList();
  }

  /** Prints the output that a reporter of {@link #recording} buffered. */
  void replay(Reporter recorder) {
    reported.addAll(recorder.reported);
    results.putAll(recorder.results);
    result(recorder.recorded.get(0).toByteArray());
    byte[] err = recorder.recorded.get(1).toByteArray();
    streams.err().write(err, 0, err.length);
  }

  void useJson(boolean on) {
    json = on;
  }

  void beQuiet(boolean on) {
    quiet = on;
  }

  /** Shows the output of tools. */
  void beVerbose(boolean on) {
    verbose = on;
  }

  @Override
  public StageListener stages() {
    return new StageReporter(this, quiet, verbose);
  }

  @Override
  public TestProgress tests() {
    return LiveTestView.on(this);
  }

  @Override
  public boolean asks() {
    return streams.terminal() && !json;
  }

  @Override
  public boolean confirm(String question) {
    return asks() && YesNoPrompt.agreed(streams.in(), streams.err(), question);
  }

  /** The result of a test, with its diagnostics. */
  void testResult(TestCaseResult result) {
    report(result.diagnostics());
    TestReport.sentences(result).forEach(this::info);
  }

  /** Whether {@link #info} prints anything. */
  boolean talks() {
    return !quiet && !json;
  }

  boolean isJson() {
    return json;
  }

  Host host() {
    return host;
  }

  /** Whether a printed line can be overwritten. */
  boolean movesCursor() {
    return movesCursor(streams, host);
  }

  private static boolean movesCursor(Streams streams, Host host) {
    return streams.errTerminal() && !host.variable("TERM").orElse("dumb").equals("dumb");
  }

  boolean color() {
    return color;
  }

  Streams streams() {
    return streams;
  }

  /** How many diagnostics it has reported so far. */
  int reported() {
    return reported.size();
  }

  /** Diagnostics for a person, or for the document. */
  @Override
  public void report(List<Diagnostic> found) {
    List<Diagnostic> diagnostics = architecture.map(name -> named(found, name)).orElse(found);
    reported.addAll(diagnostics);
    if (!json) {
      streams.err().print(renderer.render(diagnostics));
    }
  }

  /** A sentence for a person; none when quiet. */
  @Override
  public void info(String sentence) {
    if (!quiet && !json) {
      streams.err().println(TextRenderer.printable(sentence));
    }
  }

  /** Text that was asked for. */
  void result(String text) {
    if (!json) {
      streams.out().println(text);
    }
  }

  /** Bytes that were asked for, such as a file. */
  void result(byte[] bytes) {
    if (!json) {
      streams.out().write(bytes, 0, bytes.length);
    }
  }

  /** A member of the JSON document. */
  void result(String name, Object value) {
    results.put(name, value);
  }

  /** Ends the run: prints the JSON document, if asked for. */
  void finish(ExitCode exit) {
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("exit", exit.number());
      document.put("diagnostics", reported.stream().map(JsonRenderer::toMap).toList());
      document.putAll(results);
      streams.out().println(Json.write(document));
    }
    streams.out().flush();
  }

  /** A bug: the one case in which a stack trace is shown. */
  void bug(Throwable thrown, String version) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    report(
        List.of(
            Diagnostic.error(Code.D9001, "distroc has a bug: " + thrown)
                .why("distroc " + version + ", Java " + System.getProperty("java.version"))
                .help("please report it with the recipe and the lines below")));
    streams.err().println(trace);
  }
}
