// The words of SOQL, shared with SOSL.  Syntax only, no actions.
//
// A path (Account.Owner.Name) is one word: blanks are not allowed round its dots.
lexer grammar SalesforceLexer;

// ---- Words that are never names -------------------------------------------------------------------------------
SELECT     : S E L E C T ;
FROM       : F R O M ;
WHERE      : W H E R E ;
AND_       : A N D ;
OR_        : O R ;
NOT_       : N O T ;
NULL_      : N U L L ;
TRUE_      : T R U E ;
FALSE_     : F A L S E ;
IN_        : I N ;
LIKE       : L I K E ;
INCLUDES   : I N C L U D E S ;
EXCLUDES   : E X C L U D E S ;
HAVING     : H A V I N G ;
LIMIT      : L I M I T ;
BY         : B Y ;
ASC        : A S C ;
DESC       : D E S C ;
NULLS      : N U L L S ;
FIRST      : F I R S T ;
LAST       : L A S T ;
FOR        : F O R ;
WITH       : W I T H ;
USING      : U S I N G ;
AS         : A S ;
UPDATE     : U P D A T E ;
BIND       : B I N D ;
ELSE       : E L S E ;
ROLLUP     : R O L L U P ;
CUBE       : C U B E ;
LOOKUP     : L O O K U P ;

// ---- Words that are also names, where a name is expected ------------------------------------------------------
ORDER           : O R D E R ;
GROUP           : G R O U P ;
OFFSET          : O F F S E T ;
FIELDS          : F I E L D S ;
COUNT           : C O U N T ;
DATA            : D A T A ;
CATEGORY        : C A T E G O R Y ;
AT              : A T ;
ABOVE           : A B O V E ;
BELOW           : B E L O W ;
ABOVE_OR_BELOW  : A B O V E UNDERSCORE O R UNDERSCORE B E L O W ;
VIEW            : V I E W ;
REFERENCE       : R E F E R E N C E ;
TYPEOF          : T Y P E O F ;
WHEN            : W H E N ;
THEN            : T H E N ;
END             : E N D ;
SCOPE           : S C O P E ;
DISTANCE        : D I S T A N C E ;
GEOLOCATION     : G E O L O C A T I O N ;
SET             : S E T ;
OPTIONS         : O P T I O N S ;
RETURNING       : R E T U R N I N G ;

// Date literals without and with a count: TODAY, LAST_N_DAYS:30.  Also names.
DATE_LITERAL
    : Y E S T E R D A Y | T O D A Y | T O M O R R O W
    | (L A S T | T H I S | N E X T) UNDERSCORE (W E E K | M O N T H | Q U A R T E R | Y E A R)
    | (L A S T | T H I S | N E X T) UNDERSCORE F I S C A L UNDERSCORE (Q U A R T E R | Y E A R)
    | (L A S T | N E X T) UNDERSCORE '90' UNDERSCORE D A Y S
    ;
DATE_LITERAL_N
    : (L A S T | N E X T) UNDERSCORE N UNDERSCORE PERIOD S
    | N UNDERSCORE PERIOD S UNDERSCORE A G O
    ;
fragment PERIOD
    : D A Y | W E E K | M O N T H | Q U A R T E R | Y E A R
    | F I S C A L UNDERSCORE (Q U A R T E R | Y E A R)
    ;

IDENTIFIER : LETTER (LETTER | DIGIT | [_$.])* ;

// ---- Literals ---------------------------------------------------------------------------------------------------
INTEGER  : DIGIT+ ;
DECIMAL  : DIGIT* '.' DIGIT+ ;
DATE     : YMD ;
DATETIME : YMD T HMS (Z | [+-] D2 ':'? D2) ;
TIME     : HMS Z ;

fragment YMD : D2 D2 '-' D2 '-' D2 ;
fragment HMS : D2 ':' D2 ':' D2 ('.' DIGIT+)? ;
fragment D2  : DIGIT DIGIT ;

// A whole string is one word; one that does not end on its line is read in pieces.
STRING : '\'' (~['\\\r\n] | '\\' ~[\r\n])* '\'' ;
QUOTE  : '\'' -> pushMode(OPEN_STRING) ;

// ---- Signs ------------------------------------------------------------------------------------------------------
LPAREN : '(' ;
RPAREN : ')' ;
COMMA  : ',' ;
DOT    : '.' ;
COLON  : ':' ;
PLUS   : '+' ;
MINUS  : '-' ;
STAR   : '*' ;
SLASH  : '/' ;
EQ     : '=' ;
NE     : '!' BLANK* '=' | '<>' ;
LT     : '<' ;
GT     : '>' ;

BLANKS : BLANK+ -> skip ;

fragment BLANK  : [ \t\r\n\f] ;
fragment LETTER : [a-zA-Z] ;
fragment DIGIT  : [0-9] ;
fragment UNDERSCORE : '_' ;
fragment A : [aA] ;
fragment B : [bB] ;
fragment C : [cC] ;
fragment D : [dD] ;
fragment E : [eE] ;
fragment F : [fF] ;
fragment G : [gG] ;
fragment H : [hH] ;
fragment I : [iI] ;
fragment J : [jJ] ;
fragment K : [kK] ;
fragment L : [lL] ;
fragment M : [mM] ;
fragment N : [nN] ;
fragment O : [oO] ;
fragment P : [pP] ;
fragment Q : [qQ] ;
fragment R : [rR] ;
fragment S : [sS] ;
fragment T : [tT] ;
fragment U : [uU] ;
fragment V : [vV] ;
fragment W : [wW] ;
fragment X : [xX] ;
fragment Y : [yY] ;
fragment Z : [zZ] ;

// ---- Inside a string that does not end on its line --------------------------------------------------------------
mode OPEN_STRING;

STRING_TEXT     : ~['\\\r\n]+ ;
STRING_ESCAPE   : '\\' ~[\r\n] ;
STRING_NEWLINE  : '\r'? '\n' | '\r' ;
STRING_BACKSLASH : '\\' ;
STRING_END      : '\'' -> popMode ;

// ---- The beginning of a search, up to its text: the mode that SOSL is read in at first ----------------------------
mode SEARCH;

FIND         : F I N D ;
// Of the reserved characters only quotes, wildcards and parentheses stand for themselves; the others need a backslash.  What
// else is not allowed ends the text, which makes the server's "mismatched character '-' expecting '}'".
SEARCH_TEXT  : '{' (SEARCH_CHAR | '\\' .)* '}' -> mode(DEFAULT_MODE) ;
SEARCH_STRING : '\'' (~['\\\r\n] | '\\' ~[\r\n])* '\'' -> mode(DEFAULT_MODE) ;
SEARCH_BLANKS : BLANK+ -> skip ;
SEARCH_WORD  : LETTER (LETTER | DIGIT | [_$.])* -> type(IDENTIFIER), mode(DEFAULT_MODE) ;
SEARCH_SIGN  : ~[{' \t\r\n\f] -> type(STAR), mode(DEFAULT_MODE) ;

fragment SEARCH_CHAR : ~[&|!{}[\]^~:\\'+\-] ;
