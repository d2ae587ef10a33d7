/** The vocabulary that recipes and plans share: the choices a recipe offers, as types. */
package org.distroc.spec;
