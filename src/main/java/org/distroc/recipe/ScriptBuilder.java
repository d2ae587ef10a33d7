package org.distroc.recipe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.recipe.BootScript.Action;
import org.distroc.recipe.BootScript.Measure;
import org.distroc.recipe.BootScript.Outcome;
import org.distroc.recipe.BootScript.Step;
import org.distroc.recipe.BootScript.Text;

/** Makes the record of a test that is known to be valid. */
final class ScriptBuilder {
  private final Section test;

  ScriptBuilder(Section test) {
    this.test = test;
  }

  BootScript build() {
    List<Step> steps = test.sections("steps").stream().map(ScriptBuilder::step).toList();
    return new BootScript(RecipeBuilder.duration(test.text("timeout")), steps, forbid(), outcome());
  }

  private List<Text> forbid() {
    List<Text> texts = new ArrayList<>();
    if (test.node("forbid") instanceof Node.Items items) {
      items.items().forEach(item -> texts.add(text(item)));
    } else {
      test.texts("forbid").forEach(text -> texts.add(new Text(text, false)));
    }
    return texts;
  }

  private static Text text(Node node) {
    return node instanceof Node.Keys keys
        ? new Text(((Node.Scalar) keys.get("regex")).text(), true)
        : new Text(((Node.Scalar) node).text(), false);
  }

  private static Step step(Section step) {
    return new Step(action(step), duration(step, "within"), measure(step));
  }

  private static Action action(Section step) {
    if (step.has("expect")) {
      return new Action.Expect(text(step.node("expect")));
    }
    if (step.has("expect_screen")) {
      return new Action.ExpectScreen(text(step.node("expect_screen")));
    }
    if (step.has("screenshot")) {
      return new Action.Screenshot(step.text("screenshot"));
    }
    if (step.has("port")) {
      Section port = step.section("port");
      return new Action.Port(
          port.number("number"), port.optional("send"), text(port.node("expect")));
    }
    return step.node("send") instanceof Node.Keys
        ? new Action.Press(
            step.section("send").texts("keys").stream().map(KeyNames::codes).toList())
        : new Action.Send(step.text("send"));
  }

  private static Optional<Measure> measure(Section step) {
    if (step.node("measure") instanceof Node.Keys) {
      Section measure = step.section("measure");
      return Optional.of(new Measure(measure.text("name"), duration(measure, "at_most")));
    }
    return step.optional("measure").map(name -> new Measure(name, Optional.empty()));
  }

  private static Optional<Duration> duration(Section section, String key) {
    return section.optional(key).map(RecipeBuilder::duration);
  }

  private Outcome outcome() {
    Section outcome = test.section("outcome");
    if (outcome.has("panic")) {
      return new Outcome.Panic(outcome.text("panic"));
    }
    if (outcome.has("exit")) {
      return new Outcome.Exit(outcome.number("exit"));
    }
    return switch (test.text("outcome")) {
      case "reboot" -> new Outcome.Reboot();
      case "poweroff" -> new Outcome.Poweroff();
      default -> new Outcome.Prompt();
    };
  }
}
