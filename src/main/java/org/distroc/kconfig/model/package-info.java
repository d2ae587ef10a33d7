/**
 * What Kconfig files say, once they are read: symbols, expressions, properties and the menu tree.
 *
 * <p>A {@link org.distroc.kconfig.model.KconfigModel} is immutable. It is built by {@link
 * org.distroc.kconfig.model.MenuBuilder} while files are parsed, or by {@link
 * org.distroc.kconfig.model.ModelAssembler} from stored parts; nothing else writes the fields of a
 * symbol. What differs between kernel versions is in {@link org.distroc.kconfig.model.Dialect}.
 */
package org.distroc.kconfig.model;
