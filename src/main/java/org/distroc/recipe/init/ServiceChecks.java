package org.distroc.recipe.init;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.recipe.text.FileDiagnostics;
import org.distroc.recipe.text.Node;
import org.distroc.recipe.text.SourceLocations;

/** Checks of services among each other. */
final class ServiceChecks {
  /** The setting with the first port that everyone may use. */
  private static final String FIRST_PORT = "net.ipv4.ip_unprivileged_port_start";

  private final SourceLocations recipe;
  private final FileDiagnostics findings;
  private final Node.Keys services;

  ServiceChecks(SourceLocations recipe, FileDiagnostics findings) {
    this.recipe = recipe;
    this.findings = findings;
    this.services = recipe.node("/init/services") instanceof Node.Keys keys ? keys : null;
  }

  void check() {
    loopback();
    if (services == null) {
      return;
    }
    Programs programs = new Programs(recipe, findings);
    services.entries().values().forEach(entry -> service(entry, programs));
    ServiceOrder.cycle(services).ifPresent(this::cycle);
    readyForNobody();
  }

  private void service(Node.Entry entry, Programs programs) {
    if (!(entry.value() instanceof Node.Keys service)) {
      return;
    }
    programs.check(service.get("run"));
    programs.user(service.get("user"));
    Node after = service.get("after");
    for (Node item : after instanceof Node.Items items ? items.items() : only(after)) {
      if (item instanceof Node.Scalar name && !findings.isBad(name)) {
        if (!services.entries().containsKey(name.text())) {
          findings.error(name, () -> unknown(name.text()));
        } else if (neverReady(services.get(name.text()))) {
          findings.error(name, () -> waitsForEver(name.text()));
        }
      }
    }
    if (service.get("ready") instanceof Node.Keys ready
        && ready.get("port") instanceof Node.Scalar port
        && service.get("user") instanceof Node.Scalar user
        && !findings.isBad(port)
        && !List.of("root", "0").contains(user.text())) {
      double number = Double.parseDouble(port.text());
      if (number < firstPort()) {
        findings.error(port, () -> notAllowed(port.text(), user.text()));
      }
    }
  }

  private static List<Node> only(Node node) {
    return node == null ? List.of() : List.of(node);
  }

  private Diagnostic unknown(String name) {
    Diagnostic error =
        Diagnostic.error(Code.D4301, "there is no service `" + name + "`")
            .label("unknown")
            .why("services: " + String.join(", ", services.entries().keySet()));
    Optional<String> near =
        NearestNames.nearest(name, services.entries().keySet()).stream().findFirst();
    return near.map(other -> error.help("did you mean `" + other + "`?"))
        .orElseGet(() -> error.help("add the service, or remove the name"));
  }

  /** Whether the end of the service, which ends the system, would be its readiness. */
  private static boolean neverReady(Node service) {
    return service instanceof Node.Keys keys
        && keys.get("ends") != null
        && keys.get("ready") == null
        && !restarts(keys.get("restart"));
  }

  private static boolean restarts(Node restart) {
    Node on = restart instanceof Node.Keys keys ? keys.get("on") : restart;
    return on instanceof Node.Scalar word && !word.text().equals("no");
  }

  private static Diagnostic waitsForEver(String name) {
    return Diagnostic.error(Code.D4304, "`" + name + "` is never ready before the system ends")
        .label("waited for in vain")
        .why("without `ready`, a service that is not restarted is ready when it has ended well")
        .why("`" + name + "` ends the system then")
        .help("give `" + name + "` a `ready:`, or start this one before it");
  }

  private double firstPort() {
    return recipe.node("/init/sysctl") instanceof Node.Keys settings
            && settings.get(FIRST_PORT) instanceof Node.Scalar first
            && first.text().matches("[0-9]{1,5}")
        ? Integer.parseInt(first.text())
        : 1024;
  }

  private static Diagnostic notAllowed(String port, String user) {
    return Diagnostic.error(Code.D4305, "`" + user + "` may not listen on port " + port)
        .label("below 1024")
        .why("the kernel reserves the ports below 1024 for root")
        .help("allow it: `sysctl: {" + FIRST_PORT + ": " + port + "}` under `init:`")
        .help("or use a port from 1024 on, or run the service as root");
  }

  private void cycle(List<String> names) {
    Node at = services.entries().get(names.get(0)).key();
    if (services.get(names.get(0)) instanceof Node.Keys first
        && first.entries().containsKey("after")) {
      at = first.entries().get("after").key();
    }
    String words = String.join("` after `", names);
    findings.error(
        at,
        () ->
            Diagnostic.error(Code.D4300, "services wait for each other: `" + words + "`")
                .label("none of them would start")
                .why("a service starts when all services that it comes `after` are ready")
                .help("remove one of the `after`"));
  }

  private void readyForNobody() {
    Set<String> waitedFor = new HashSet<>();
    for (Node.Entry entry : services.entries().values()) {
      waitedFor.addAll(ServiceOrder.after(entry.value()));
    }
    for (Map.Entry<String, Node.Entry> entry : services.entries().entrySet()) {
      if (entry.getValue().value() instanceof Node.Keys service
          && service.get("ready") instanceof Node.Keys ready
          && !ready.entries().isEmpty()
          && ready.get("within") == null
          && !waitedFor.contains(entry.getKey())) {
        findings.error(service.entries().get("ready").key(), () -> readyForNobody(entry.getKey()));
      }
    }
  }

  private static Diagnostic readyForNobody(String name) {
    return Diagnostic.error(Code.D4303, "nothing waits until `" + name + "` is ready")
        .label("no service comes after it")
        .why("no service has `after: " + name + "`")
        .help("remove it, or add the `after`")
        .help(
            "to kill and restart the service when it is not ready in time, write the time:"
                + " `within: 10s`");
  }

  /** A port of this machine is reached through its loopback interface. */
  private void loopback() {
    if (recipe.node("/init/network") instanceof Node.Keys network
        && network.entries().values().stream().anyMatch(ServiceChecks::bringsLoopback)) {
      return;
    }
    if (services != null) {
      for (Node.Entry entry : services.entries().values()) {
        needsLoopback(entry.value(), "ready");
      }
    }
    if (recipe.node("/init/steps") instanceof Node.Items steps) {
      steps.items().forEach(step -> needsLoopback(step, "wait"));
    }
  }

  private static boolean bringsLoopback(Node.Entry entry) {
    return entry.key().text().equals("lo")
        || entry.value() instanceof Node.Scalar how && how.text().equals("dhcp");
  }

  private void needsLoopback(Node in, String key) {
    if (in instanceof Node.Keys keys
        && keys.get(key) instanceof Node.Keys wanted
        && wanted.get("port") instanceof Node.Scalar port
        && !findings.isBad(port)) {
      findings.error(
          port,
          () ->
              Diagnostic.error(Code.D4306, "the loopback interface is down")
                  .label("cannot be reached")
                  .why("init connects to 127.0.0.1 to see whether the port is open")
                  .help("add `network: {lo: up}` under `init:`"));
    }
  }
}
