package org.distroc.expand;

import freemarker.template.TemplateModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.distroc.init.Ending;
import org.distroc.kernel.Syscall;
import org.distroc.plan.InitPlan;

/** The model of the table that a described init program reads. */
final class DescribedInit {
  /** The name of the header with the table. */
  static final String TABLE = "services.h";

  private DescribedInit() {}

  static Map<String, Object> model(InitPlan.Described described, List<Syscall> calls)
      throws TemplateModelException {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("file", literal(described.system().file()));
    model.put("settings", described.table().settings());
    List<Object> records = new ArrayList<>();
    for (List<String> texts : described.table().records()) {
      List<Object> literals = new ArrayList<>();
      for (String text : texts) {
        literals.add(TokenFormat.quoted(Quoting.cText(text)));
      }
      records.add(literals);
    }
    model.put("records", records);
    Map<String, String> signals = new LinkedHashMap<>();
    for (Map.Entry<String, Ending> signal : described.system().signals().entrySet()) {
      signals.put(
          signal.getKey(), signal.getValue().name().substring(0, 1).toLowerCase(Locale.ROOT));
    }
    model.put("signals", signals);
    model.put("stackFirst", calls.stream().anyMatch(DescribedInit::takesStackFirst));
    model.put(
        "constants",
        described.constants().stream()
            .map(
                one ->
                    Map.of(
                        "name", one.name(),
                        "value", one.value(),
                        "from", one.file() + ":" + one.line()))
            .toList());
    return model;
  }

  /** Architectures differ in the order of what {@code clone} takes. */
  private static boolean takesStackFirst(Syscall call) {
    return call.name().equals("clone") && call.parameters().get(0).name().equals("newsp");
  }

  private static Object literal(String text) throws TemplateModelException {
    return TokenFormat.quoted(Quoting.cString(text));
  }
}
