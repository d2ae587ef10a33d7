package org.distroc.builder.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distroc.arch.Consoles;
import org.distroc.arch.Drivers;
import org.distroc.diag.Code;
import org.distroc.diag.Diagnostic;
import org.distroc.diag.NearestNames;
import org.distroc.plan.BuildPlan;
import org.distroc.spec.Display;

/**
 * Checks the {@code console=} parameters: whether they name a console, whether this kernel has it,
 * and whether the last one, which init uses, is what the machine shows.
 */
final class ConsoleChecks {
  private static final String DEVICES = "/dev/";

  private final BuildPlan plan;
  private final OptionRemedies remedies;
  private final Drivers drivers;
  private final List<Diagnostic> findings = new ArrayList<>();

  private ConsoleChecks(BuildPlan plan, OptionRemedies remedies) {
    this.plan = plan;
    this.remedies = remedies;
    this.drivers = plan.architecture().drivers();
  }

  /**
   * An error or a warning for each console that init's output would not reach, or not be seen on.
   */
  static List<Diagnostic> check(BuildPlan plan, CommandLine line, OptionRemedies remedies) {
    ConsoleChecks checks = new ConsoleChecks(plan, remedies);
    List<CommandLine.Word> consoles =
        line.words().stream().filter(word -> word.name().equals("console")).toList();
    for (int i = 0; i < consoles.size(); i++) {
      checks.check(consoles.get(i), i == consoles.size() - 1);
    }
    return checks.findings;
  }

  private void check(CommandLine.Word word, boolean last) {
    String value = word.value().orElse("");
    // An empty one and `null` turn the console off; NAME:0.0 is named by its bus.
    if (value.isEmpty() || value.equals("null") || value.contains(":") || braille(value)) {
      return;
    }
    if (value.startsWith("/")) {
      path(word, value);
      return;
    }
    String device = device(value);
    Optional<Drivers.Driver> driver = drivers.console(device);
    if (driver.isEmpty()) {
      unknown(word, value, device);
    } else if (!remedies.missing(driver.get().options()).isEmpty()) {
      withoutDriver(word, driver.get());
    } else if (last) {
      elsewhere(word, value, device);
    }
  }

  private static boolean braille(String value) {
    return value.startsWith("brl,");
  }

  /** {@code ttyS} of {@code ttyS0,115200n8}; a number alone is a serial port. */
  private String device(String value) {
    if (Character.isDigit(value.charAt(0))) {
      return device(plan.architecture().consoles().serial());
    }
    int end = 0;
    while (end < value.length() && value.charAt(end) != ',' && !isDigit(value.charAt(end))) {
      end++;
    }
    return value.substring(0, end);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void path(CommandLine.Word word, String value) {
    String name = value.startsWith(DEVICES) ? value.substring(DEVICES.length()) : "";
    Diagnostic finding =
        Diagnostic.error(Code.D2150, "`" + word.text() + "` is a path, not the name of a console")
            .at(word.at())
            .label("no console of that name")
            .why("the kernel compares the name with those of its drivers, which have no folder");
    findings.add(
        finding.help(
            name.isEmpty()
                ? "write the name of the device: " + usual()
                : "write `console=" + name + "`"));
  }

  private String usual() {
    Consoles consoles = plan.architecture().consoles();
    return consoles.screenOptions().isEmpty()
        ? "`console=" + consoles.serial() + "`"
        : "`console=" + consoles.serial() + "` for the serial port, `console=tty0` for the screen";
  }

  private void unknown(CommandLine.Word word, String value, String device) {
    List<String> names = drivers.consoles().stream().map(Drivers.Driver::device).toList();
    List<String> near = new ArrayList<>();
    for (String name : names) {
      if (name.equalsIgnoreCase(device)) {
        near.add(name);
      }
    }
    if (near.isEmpty() && device.length() > 2) {
      near.addAll(NearestNames.nearest(device, names));
    }
    Diagnostic finding =
        Diagnostic.warning(
                Code.D2151, "no driver of this kernel has a console `" + shown(value) + "`")
            .at(word.at())
            .label("unknown console")
            .why(
                "a kernel for "
                    + plan.architecture().name()
                    + " has no console driver that uses the name `"
                    + device
                    + "`");
    if (near.size() == 1) {
      finding =
          finding.help(
              "did you mean `console=" + near.get(0) + value.substring(device.length()) + "`?");
    }
    findings.add(finding.help("use " + usual()));
  }

  private void withoutDriver(CommandLine.Word word, Drivers.Driver driver) {
    if (isReported(driver.device())) {
      return;
    }
    String options = String.join(" and ", driver.options()).replace("|", " or ");
    Diagnostic finding =
        Diagnostic.warning(
                Code.D2151,
                "no driver of this kernel has a console `" + shown(word.value().orElse("")) + "`")
            .at(word.at())
            .label("no driver")
            .why("it needs the kernel option " + options);
    findings.add(
        remedies.with(finding, remedies.missing(driver.options())).help("or use " + usual()));
  }

  /** Whether the display itself is reported as having no driver. */
  private boolean isReported(String device) {
    return switch (plan.machine().display()) {
      case SERIAL -> device.equals(device(plan.architecture().consoles().serial()));
      case VGA ->
          isScreen(device)
              && plan.architecture().consoles().screenOptions().stream().noneMatch(remedies::has);
      case NONE -> false;
    };
  }

  private static boolean isScreen(String device) {
    return device.equals("tty");
  }

  /** Init has the last console as input and output. Flags of QEMU may connect others. */
  private void elsewhere(CommandLine.Word word, String value, String device) {
    String serial = plan.architecture().consoles().serial();
    boolean connected =
        plan.machine().flags().stream()
            .anyMatch(flag -> flag.contains("serial") || flag.contains("console"));
    Display display = plan.machine().display();
    boolean shown =
        switch (display) {
          case SERIAL -> isFirstPort(value, device, serial);
          case VGA -> isScreen(device);
          case NONE -> true;
        };
    if (shown || connected) {
      return;
    }
    boolean port = isFirstPort(value, device, serial);
    String wanted = display == Display.SERIAL ? serial : "tty0";
    Diagnostic finding =
        Diagnostic.warning(
                Code.D2152, "init talks to `" + shown(value) + "`, which the display does not show")
            .at(word.at())
            .label("the last console is init's")
            .why(
                "the display is "
                    + (display == Display.SERIAL ? "serial, the port " + serial : "a screen, tty0")
                    + "; kernel messages go to all consoles, but init has only the last one")
            .help("put `console=" + wanted + "` last");
    if (port || isScreen(device)) {
      finding = finding.help("or write `display: " + (port ? "serial" : "vga") + "`");
    }
    findings.add(finding);
  }

  private static boolean isFirstPort(String value, String device, String serial) {
    int comma = value.indexOf(',');
    String name = comma < 0 ? value : value.substring(0, comma);
    return name.equals(serial)
        || name.equals(device) && serial.equals(device + "0")
        || name.equals("0")
        || name.startsWith("uart");
  }

  private static String shown(String value) {
    int comma = value.indexOf(',');
    return comma < 0 ? value : value.substring(0, comma);
  }
}
