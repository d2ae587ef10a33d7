package org.distroc.recipe.schema;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.recipe.text.Wording;

/** Checks that need several steps of a test, or its machine. */
public final class TestChecks {
  private static final List<String> ACTIONS =
      List.of("expect", "expect_screen", "send", "port", "screenshot");
  private static final Pattern CAPTURE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)\\}");

  private final SourceLocations recipe;
  private final FileDiagnostics findings;
  private final Node display;
  private final Set<String> captured = new HashSet<>();
  private final Set<String> pictures = new HashSet<>();
  private final Set<String> measurements = new HashSet<>();

  private TestChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
    this.display = recipe.node("/qemu/display");
  }

  /** Checks all tests of a recipe. */
  static void check(SourceLocations recipe, FileDiagnostics findings) {
    for (String test : tests(recipe)) {
      new TestChecks(recipe, findings).test(test);
    }
  }

  /** The pointers of all tests. */
  private static List<String> tests(SourceLocations recipe) {
    List<String> pointers = new ArrayList<>(List.of("/test"));
    if (recipe.node("/tests") instanceof Node.Keys named) {
      named
          .entries()
          .keySet()
          .forEach(name -> pointers.add("/tests/" + SourceLocations.escape(name)));
    }
    return pointers;
  }

  private void test(String pointer) {
    if (!(recipe.node(pointer) instanceof Node.Keys test)) {
      return;
    }
    List<Node> steps = test.get("steps") instanceof Node.Items items ? items.items() : List.of();
    withoutConsole(test, steps);
    ofNothing(recipe.key(pointer), test, steps);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Node.Keys step) {
        step(step);
        typedText(step, i + 1 < steps.size() ? steps.get(i + 1) : null);
      }
    }
    if (test.get("forbid") instanceof Node.Items forbid) {
      forbid.items().forEach(this::regex);
    }
  }

  private void withoutConsole(Node.Keys test, List<Node> steps) {
    boolean panic =
        test.get("outcome") instanceof Node.Keys outcome && outcome.get("panic") != null;
    if ((!steps.isEmpty() || panic) && is(display, "none") && !findings.isBad(display)) {
      findings.error(
          display,
          () ->
              Diagnostic.error(Code.D1033, "a test needs a guest with a console")
                  .label("no console")
                  .why("`test` waits for text or types it, and `none` shows nothing")
                  .help(
                      "write `display: vga` or `display: serial`; neither opens a window"
                          + " in a test"));
    }
  }

  private void ofNothing(Node key, Node.Keys test, List<Node> steps) {
    Node outcome = test.get("outcome");
    boolean noSteps = test.get("steps") == null || test.get("steps") instanceof Node.Items;
    if (noSteps && steps.isEmpty() && (outcome == null || is(outcome, "prompt"))) {
      findings.warning(
          key,
          Diagnostic.warning(Code.D1052, "this test checks nothing")
              .label("no steps")
              .why("without steps, anything the guest shows passes")
              .help("add a step, for example `steps: [{expect: \"# \"}]`"));
    }
  }

  private void step(Node.Keys step) {
    boolean onlyMore =
        !step.entries().isEmpty()
            && step.entries().keySet().stream().allMatch(Set.of("within", "measure")::contains);
    if (onlyMore) {
      findings.error(step, () -> withoutAction());
    }
    references(step.get("send"));
    for (String key : List.of("expect", "expect_screen")) {
      pattern(step.get(key));
    }
    if (step.get("port") instanceof Node.Keys port) {
      port(step, port);
    }
    screen(step, "expect_screen", step.get("expect_screen") != null);
    screen(step, "screenshot", step.get("screenshot") != null);
    if (step.get("send") instanceof Node.Keys send) {
      screen(step, "send", true);
      keys(send.get("keys"));
    }
    once(step.get("screenshot"), pictures);
    Node measure = step.get("measure");
    once(measure instanceof Node.Keys keys ? keys.get("name") : measure, measurements);
  }

  private static Diagnostic withoutAction() {
    return Diagnostic.error(Code.D1025, "this step does nothing")
        .label("one key is missing")
        .why("a step needs exactly one of " + Wording.all(ACTIONS))
        .help("put it in the step that it belongs to: `{expect: \"# \", within: 5s}`");
  }

  private void pattern(Node what) {
    references(what instanceof Node.Keys keys ? keys.get("regex") : what);
    regex(what);
  }

  /** Checks that a regular expression is valid, and notes its captures for later steps. */
  private void regex(Node what) {
    Node node = what instanceof Node.Keys keys ? keys.get("regex") : null;
    if (!(node instanceof Node.Scalar regex) || findings.isBad(regex)) {
      return;
    }
    long size = RegexSize.of(regex.text());
    if (size > RegexSize.MOST) {
      findings.error(regex, TestChecks::tooLarge);
      return;
    }
    // A capture stands for text that is not known yet; any will do.
    String sample = CAPTURE.matcher(regex.text()).replaceAll("x");
    try {
      captured.addAll(com.google.re2j.Pattern.compile(sample).namedGroups().keySet());
    } catch (PatternSyntaxException wrong) {
      findings.error(regex, () -> invalidRegex(wrong));
    }
  }

  static Diagnostic tooLarge() {
    return Diagnostic.error(Code.D1061, "this regular expression is too large")
        .label("too many repetitions")
        .why("counted repetitions such as `{99}` multiply when nested")
        .help("use `*` or `+` instead of counts");
  }

  static Diagnostic invalidRegex(PatternSyntaxException wrong) {
    String part = wrong.getPattern() == null ? "" : ": `" + Wording.shown(wrong.getPattern()) + "`";
    return Diagnostic.error(Code.D1060, "invalid regular expression")
        .label(wrong.getDescription())
        .why(wrong.getDescription() + part + "; the syntax is RE2")
        .help("put `\\` before characters meant literally, or use plain text");
  }

  private void references(Node node) {
    if (!(node instanceof Node.Scalar text) || captured.isEmpty()) {
      return;
    }
    Matcher matcher = CAPTURE.matcher(text.text());
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!captured.contains(name)) {
        Diagnostic warning =
            Diagnostic.warning(Code.D1064, "`${" + name + "}` is plain text here")
                .label("not captured before")
                .why("no regular expression of an earlier step captures `" + name + "`");
        Optional<String> near = Suggestions.closest(name, captured);
        findings.warning(
            text,
            warning.help(
                near.isPresent()
                    ? "did you mean `${" + near.get() + "}`?"
                    : "capture it: `expect: {regex: \"…(?<" + name + ">…)\"}`"));
      }
    }
  }

  private void port(Node.Keys step, Node.Keys port) {
    references(port.get("send"));
    pattern(port.get("expect"));
    Node network = recipe.node("/qemu/network");
    if (network == null || is(network, "none")) {
      findings.error(
          step.entries().get("port").key(),
          () ->
              Diagnostic.error(Code.D1065, "the guest has no network")
                  .label("needs a network")
                  .why("a port is reached through a network card, and the machine has none")
                  .help(
                      "write `qemu: {network: e1000}`; `distroc explain D1065` lists the kernel"
                          + " options it needs"));
    }
  }

  private void screen(Node.Keys step, String key, boolean needed) {
    boolean screen =
        display == null ? CrossChecks.architecture(recipe).board().hasScreen() : is(display, "vga");
    if (needed && !screen) {
      findings.error(
          step.entries().get(key).key(),
          () ->
              Diagnostic.error(Code.D1062, "`" + key + "` needs a text screen")
                  .label("no screen")
                  .why("with this `display` the machine has neither screen nor keyboard")
                  .help(
                      key.equals("send")
                          ? "write `display: vga`, or send a text"
                          : "write `display: vga`, or use `expect`"));
    }
  }

  private void keys(Node keys) {
    for (Node item : keys instanceof Node.Items items ? items.items() : List.<Node>of()) {
      if (item instanceof Node.Scalar chord && !findings.isBad(chord)) {
        KeyNames.parts(chord.text()).stream()
            .filter(part -> !KeyNames.all().contains(part))
            .findFirst()
            .ifPresent(part -> findings.error(chord, () -> unknownKey(part)));
      }
    }
  }

  private static Diagnostic unknownKey(String name) {
    List<String> named = KeyNames.all().stream().filter(key -> key.length() > 1).toList();
    Optional<String> near = Suggestions.closest(name, named);
    return Diagnostic.error(Code.D1063, "the keyboard has no key `" + Wording.shown(name) + "`")
        .label("unknown key")
        .why("keys are letters, digits, `f1` to `f12`, and names such as `ctrl`, `up`, `enter`")
        .help(
            near.isPresent()
                ? "did you mean `" + near.get() + "`?"
                : "to type a text, write it without `keys`: `send: \"…\"`");
  }

  private void once(Node name, Set<String> names) {
    if (name instanceof Node.Scalar text && !names.add(text.text())) {
      findings.error(
          name,
          () ->
              Diagnostic.error(Code.D1066, "`" + Wording.shown(text.text()) + "` is already used")
                  .label("second time")
                  .why("an earlier step of this test has that name")
                  .help("give each step its own name"));
    }
  }

  private void typedText(Node.Keys step, Node next) {
    if (step.get("send") instanceof Node.Scalar text && !findings.isBad(text)) {
      boolean moreIsTyped = next instanceof Node.Keys keys && keys.get("send") != null;
      typedText(text, moreIsTyped);
    }
  }

  private void typedText(Node.Scalar text, boolean moreIsTyped) {
    if (text.text().contains("\\n")) {
      findings.warning(
          text,
          Diagnostic.warning(Code.D1051, "`\\n` is a backslash and an `n` here")
              .label("not in double quotes")
              .why("YAML turns it into a line break only inside double quotes")
              .help("put the text in double quotes: `send: \"…\\n\"`"));
    } else if (text.text().indexOf('\n') < 0 && !moreIsTyped) {
      findings.warning(
          text,
          Diagnostic.warning(Code.D1050, "nothing presses Enter after this text")
              .label("no `\\n` at its end")
              .why("text is typed exactly as written, and most programs wait for a line end")
              .help(
                  "end it with `\\n` inside double quotes: `send: "
                      + Examples.text(text.text() + "\n")
                      + "`"));
    }
  }

  private static boolean is(Node node, String text) {
    return node instanceof Node.Scalar scalar && scalar.text().equals(text);
  }
}
