/**
 * Parses Kconfig files: lexer, macros, statements, expressions. {@link
 * org.distroc.kconfig.syntax.KconfigLoader} puts them together.
 */
package org.distroc.kconfig.syntax;
