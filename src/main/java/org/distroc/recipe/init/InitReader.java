package org.distroc.recipe.init;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.distroc.diag.Span;
import org.distroc.init.Awaited;
import org.distroc.init.Ending;
import org.distroc.init.InitSystem;
import org.distroc.init.Launch;
import org.distroc.init.Place;
import org.distroc.init.Service;
import org.distroc.init.Step;
import org.distroc.init.UserIds;
import org.distroc.recipe.schema.Section;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;
import org.distroc.spec.RecipeValues;

/** Builds the record of a described init program that was found valid. */
public final class InitReader {
  /** The keys that describe one. */
  public static final List<String> KEYS =
      List.of("mounts", "hostname", "sysctl", "network", "steps", "services", "signals", "at_end");

  /** The signals of the key {@code signals}. */
  private static final List<String> SIGNALS = List.of("hup", "int", "quit", "usr1", "usr2", "term");

  private final Section init;
  private final SourceLocations locations;

  private InitReader(Section init, SourceLocations locations) {
    this.init = init;
    this.locations = locations;
  }

  /** Whether a recipe describes its init program. */
  public static boolean describes(SourceLocations recipe) {
    return KEYS.stream().anyMatch(key -> recipe.node("/init/" + key) != null);
  }

  /** The system of the section {@code init}. */
  public static InitSystem read(Section init, SourceLocations locations) {
    return new InitReader(init, locations).system();
  }

  private InitSystem system() {
    String file = Path.of(locations.nearest("").file()).getFileName().toString();
    List<Step> steps = new ArrayList<>();
    mounts(steps);
    init.optional("hostname")
        .ifPresent(
            name -> steps.add(Step.of(new Step.Action.Hostname(name), place("/init/hostname"))));
    sysctl(steps);
    network(steps);
    List<Section> written = init.sections("steps");
    for (int i = 0; i < written.size(); i++) {
      steps.add(step(written.get(i), place("/init/steps/" + i)));
    }
    List<Service> services = new ArrayList<>();
    Section named = init.section("services");
    for (String name : ServiceOrder.of(named.keys())) {
      services.add(service(name, named.item(name)));
    }
    return new InitSystem(
        file,
        steps,
        services,
        signals(init.section("signals")),
        RecipeValues.duration(init.section("at_end").text("stop_within")));
  }

  private void mounts(List<Step> steps) {
    if (init.node("mounts") instanceof Node.Keys map) {
      for (Map.Entry<String, Node.Entry> entry : map.entries().entrySet()) {
        Section mount = init.section("mounts").item(entry.getKey());
        Step.Action.Mount action =
            entry.getValue().value() instanceof Node.Scalar type
                ? StandardMounts.of(entry.getKey(), type.text())
                : mount(entry.getKey(), mount);
        String at = "/init/mounts/" + SourceLocations.escape(entry.getKey());
        steps.add(Step.of(action, place(at)));
      }
    } else if (init.has("mounts")) {
      StandardMounts.all().forEach(mount -> steps.add(Step.of(mount, place("/init/mounts"))));
    }
  }

  private static Step.Action.Mount mount(String at, Section mount) {
    String type = mount.text("type");
    List<String> options =
        mount.has("options") ? mount.texts("options") : StandardMounts.options(type);
    return new Step.Action.Mount(at, mount.optional("device").orElse(type), type, options);
  }

  private void sysctl(List<Step> steps) {
    Section sysctl = init.section("sysctl");
    for (String name : sysctl.keyNames()) {
      Step.Action setting = new Step.Action.Setting(name, sysctl.text(name));
      steps.add(Step.of(setting, place("/init/sysctl/" + SourceLocations.escape(name))));
    }
  }

  private void network(List<Step> steps) {
    Section network = init.section("network");
    for (String name : network.keyNames()) {
      Section one = network.item(name);
      boolean dhcp = network.node(name) instanceof Node.Scalar how && how.text().equals("dhcp");
      Step.Action action =
          new Step.Action.Interface(name, dhcp, one.optional("address"), one.optional("gateway"));
      steps.add(new Step(action, Optional.empty(), Ending.IGNORE, place("/init/network/" + name)));
    }
  }

  private Step step(Section step, Place place) {
    Step.Action action;
    if (step.has("run")) {
      Launch launch = new Launch(step.texts("run"), Map.of(), user(step), Optional.empty());
      action = new Step.Action.Run(launch, RecipeValues.duration(step.text("within")));
    } else if (step.has("wait")) {
      action = new Step.Action.Await(awaited(step.section("wait")));
    } else {
      action = mount(step.section("mount").text("at"), step.section("mount"));
    }
    Optional<Step.Condition> condition =
        step.section("if").keyNames().stream()
            .findFirst()
            .map(
                test ->
                    new Step.Condition(
                        RecipeValues.constant(Step.Test.class, test),
                        step.section("if").text(test)));
    return new Step(action, condition, step.word(Ending.class, "else"), place);
  }

  private Optional<UserIds> user(Section section) {
    return section
        .optional("user")
        .filter(user -> !user.equals("root"))
        .flatMap(new UserNumbers(locations)::of);
  }

  private static Awaited awaited(Section section) {
    String what = section.has("path") ? section.text("path") : "" + section.number("port");
    return new Awaited(what, RecipeValues.duration(section.text("within")));
  }

  private Service service(String name, Section service) {
    Map<String, String> environment = new LinkedHashMap<>();
    Section variables = service.section("env");
    variables.keyNames().forEach(key -> environment.put(key, variables.text(key)));
    Launch launch =
        new Launch(service.texts("run"), environment, user(service), service.optional("tty"));
    return new Service(
        name,
        launch,
        service.texts("after"),
        service.has("ready") ? Optional.of(awaited(service.section("ready"))) : Optional.empty(),
        restart(service),
        service.word(Ending.class, "else"),
        service.has("ends") ? Optional.of(service.word(Ending.class, "ends")) : Optional.empty(),
        place("/init/services/" + SourceLocations.escape(name)));
  }

  private static Service.Restart restart(Section service) {
    Section restart = service.section("restart");
    String policy =
        service
            .optional("restart")
            .or(() -> restart.optional("on"))
            .orElse(service.has("ends") ? "no" : "failure");
    return new Service.Restart(
        RecipeValues.constant(Service.Policy.class, policy),
        RecipeValues.duration(restart.text("delay")),
        RecipeValues.duration(restart.text("up_to")),
        restart.has("at_most") ? restart.number("at_most") : 0);
  }

  private static SortedMap<String, Ending> signals(Section signals) {
    SortedMap<String, Ending> endings = new TreeMap<>();
    for (String name : SIGNALS) {
      Ending ending = signals.word(Ending.class, name);
      if (ending != Ending.IGNORE) {
        endings.put("SIG" + name.toUpperCase(Locale.ROOT), ending);
      }
    }
    return endings;
  }

  /** Where a value is written, as the guest shows it. */
  private Place place(String pointer) {
    Span at = locations.nearest(pointer);
    if (locations.origins().stream().anyMatch(from -> at.file().startsWith(from.shown() + ":"))) {
      return new Place(at, at.file() + ":" + at.line());
    }
    Path main = Path.of(locations.nearest("").file());
    Path file = Path.of(at.file());
    if (file.equals(main)) {
      return new Place(at, "" + at.line());
    }
    Path folder = main.toAbsolutePath().getParent();
    return new Place(at, folder.relativize(file.toAbsolutePath()) + ":" + at.line());
  }
}
