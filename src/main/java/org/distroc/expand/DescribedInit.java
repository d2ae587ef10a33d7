package org.distroc.expand;

import freemarker.template.TemplateModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distroc.init.Ending;
import org.distroc.plan.InitPlan;

/** The model of the table that a described init program reads. */
final class DescribedInit {
  /** The name of the header with the table. */
  static final String TABLE = "services.h";

  private DescribedInit() {}

  static Map<String, Object> model(InitPlan.Described described) throws TemplateModelException {
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
    StringBuilder signals = new StringBuilder();
    for (Map.Entry<Integer, Ending> signal : described.system().signals().entrySet()) {
      signals.append((char) signal.getKey().intValue());
      signals.append(Character.toLowerCase(signal.getValue().name().charAt(0)));
    }
    model.put("signals", literal(signals.toString()));
    return model;
  }

  private static Object literal(String text) throws TemplateModelException {
    return TokenFormat.quoted(Quoting.cString(text));
  }
}
