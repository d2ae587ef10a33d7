package org.distroc.expand;

import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/** The templates that distroc ships, under {@code templates/} on the class path. */
final class Templates {
  private final Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
  private final TemplateFiles files = new TemplateFiles();

  Templates() {
    configuration.setTemplateLoader(files);
    // Square brackets leave ${…} to Make and the shell.
    configuration.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
    configuration.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
    // A template sees maps, lists, strings, numbers and booleans; no Java objects or classes.
    configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_34));
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setOutputFormat(TokenFormat.INSTANCE);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setFallbackOnNullLoopVariable(false);
    configuration.setLocalizedLookup(false);
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("c");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setWhitespaceStripping(true);
  }

  /** SHA-256 of the templates that were rendered, and of those that they include. */
  String digest() {
    return files.digest();
  }

  /** Whether there is a template, by its name without {@code .ftl}. */
  boolean has(String name) {
    return Templates.class.getResource("/templates/" + name + ".ftl") != null;
  }

  /** Reads a template ahead of time; rendering it reports errors. */
  void load(String name) {
    try {
      configuration.getTemplate(name + ".ftl");
    } catch (IOException | RuntimeException e) {
      return;
    }
  }

  /**
   * The text that a template renders for a model.
   *
   * @param name of the template, without {@code .ftl}
   * @throws IllegalStateException if the template does not match the model: a bug
   */
  String render(String name, Map<String, Object> model) {
    try {
      Template template = configuration.getTemplate(name + ".ftl");
      StringWriter out = new StringWriter();
      template.process(model, out);
      return out.toString();
    } catch (TemplateException e) {
      throw new IllegalStateException("template " + name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
