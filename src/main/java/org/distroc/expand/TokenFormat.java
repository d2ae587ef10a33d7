package org.distroc.expand;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Pattern;

/**
 * The output format of all templates. A template interpolates either a harmless token such as a
 * name, a number or a C type, which every language here reads as itself, or markup that {@link
 * Quoting} quoted for the language at hand. Anything else fails, so forgetting to quote does no
 * harm.
 */
final class TokenFormat extends CommonMarkupOutputFormat<TokenFormat.Markup> {
  static final TokenFormat INSTANCE = new TokenFormat();

  /** No quotes, no {@code $}, no {@code ;}, {@code #} or backslash, nothing that ends a line. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_ .:,/@%+=*-]*");

  private TokenFormat() {}

  /** Text made safe by {@link Quoting}, for the model of a template. */
  static Markup quoted(String text) throws TemplateModelException {
    return INSTANCE.fromMarkup(text);
  }

  @Override
  public String getName() {
    return "token";
  }

  @Override
  public String getMimeType() {
    return null;
  }

  @Override
  public void output(String text, Writer out) throws IOException {
    out.write(checked(text));
  }

  @Override
  public String escapePlainText(String text) {
    return checked(text);
  }

  @Override
  public boolean isLegacyBuiltInBypassed(String name) {
    return false;
  }

  @Override
  protected Markup newTemplateMarkupOutputModel(String text, String markup) {
    return new Markup(text, markup);
  }

  private static String checked(String text) {
    if (!TOKEN.matcher(text).matches() || text.contains("*/") || text.contains("/*")) {
      throw new IllegalArgumentException("not a harmless token: " + text);
    }
    return text;
  }

  /** A piece of output. */
  static final class Markup extends CommonTemplateMarkupOutputModel<Markup> {
    private Markup(String text, String markup) {
      super(text, markup);
    }

    @Override
    public TokenFormat getOutputFormat() {
      return INSTANCE;
    }
  }
}
