/**
 * The kernel's configuration language: {@link org.distroc.kconfig.KconfigTree} is the way in.
 *
 * <p>The layers below it, each seeing only those before it: {@code value} (types and spelling),
 * {@code model} (symbols, expressions, menu), {@code shell} and {@code syntax} (files to model),
 * {@code eval} (model to configuration), {@code explain} (why), {@code store} (models as bytes).
 */
package org.distroc.kconfig;
