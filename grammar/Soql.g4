// SOQL as a Salesforce server reads it.  Syntax only, no actions.
//
// The server's parser is ANTLR too, and where a query fails its message prints the words from the start of the decision
// that failed to the word it failed at: 'SELECT *', 'Status IN ()', 'COUNT(CASE WHEN'.  So each choice below is made where
// the server makes it: on the first select item together with SELECT, on a condition from its field on, on FOR with the
// word behind it.  tests/conformance/soql/syntax_errors.test holds the texts; reshape a rule only with them green.
parser grammar Soql;

options { tokenVocab = SalesforceLexer; }

statement : query EOF ;

query
    : selectClause fromClause whereClause? withClause? withWordClause* groupByClause? orderByClause?
      limitClause? offsetClause? forClause? updateClause? setOptionsClause?
    ;

// ---- SELECT -------------------------------------------------------------------------------------------------------

selectClause
    : SELECT COUNT LPAREN RPAREN             # selectCount
    | SELECT selectItem (COMMA selectItem)*  # selectList
    ;

selectItem
    : fieldExpr alias?             # selectField
    | LPAREN query RPAREN alias?   # selectSubquery
    | typeofExpr alias?            # selectTypeof
    | distanceExpr alias?          # selectDistance
    ;

alias : identifier ;

// A field, a function of a field, a function of a function of a field.
fieldExpr
    : identifier                                                   # fieldPath
    | identifier LPAREN identifier RPAREN                          # functionOfField
    | identifier LPAREN identifier LPAREN identifier RPAREN RPAREN # functionOfFunction
    ;

distanceExpr
    : DISTANCE LPAREN identifier COMMA (geolocation | identifier) COMMA stringLiteral RPAREN
    ;

geolocation : GEOLOCATION LPAREN number COMMA number RPAREN ;

typeofExpr  : TYPEOF identifier typeofWhen+ typeofElse? END ;
typeofWhen  : WHEN identifier THEN typeofFields ;
typeofElse  : ELSE typeofFields ;
typeofFields : fieldExpr (COMMA fieldExpr)* ;

// ---- FROM ---------------------------------------------------------------------------------------------------------

fromClause : FROM fromItem (COMMA fromItem)* ;

fromItem : source=identifier AS? fromAlias=identifier? usingClause? ;

usingClause : USING usingList ;

usingList
    : SCOPE IDENTIFIER                                # usingScope
    | SCOPE IDENTIFIER COMMA usingItem (COMMA usingItem)* # usingScopeAndMore
    | LOOKUP IDENTIFIER (COMMA usingItem)*            # usingLookup
    ;

usingItem : (SCOPE | LOOKUP) IDENTIFIER ;

// ---- WHERE --------------------------------------------------------------------------------------------------------

whereClause : WHERE conditions ;

// AND and OR are never mixed at one level, and NOT stands for a whole level.
conditions
    : condition (andConditions | orConditions)?  # conditionList
    | NOT_ condition                             # notCondition
    ;

andConditions : (AND_ condition)+ ;
orConditions  : (OR_ condition)+ ;

condition
    : LPAREN conditions RPAREN                                  # nestedConditions
    | distanceExpr comparison literal                           # compareDistance
    | fieldExpr comparison literal                              # compare
    | fieldExpr LIKE stringLiteral                              # like
    | fieldExpr (INCLUDES | EXCLUDES) LPAREN literalList RPAREN # includes
    | fieldExpr inOperator LPAREN semiJoin RPAREN               # inSemiJoin
    | fieldExpr inOperator LPAREN literalList RPAREN            # inList
    ;

comparison : EQ | NE | LT EQ | GT EQ | LT | GT ;
inOperator : IN_ | NOT_ IN_ ;

semiJoin : SELECT fieldExpr fromClause whereClause? withClause? ;

literalList : literal (COMMA literal)* ;

literal
    : STRING                              # stringValue
    | openString                          # openStringValue
    | DATE                                # dateValue
    | DATETIME                            # datetimeValue
    | TIME                                # timeValue
    | number                              # numberValue
    | NULL_                               # nullValue
    | (TRUE_ | FALSE_)                    # booleanValue
    | DATE_LITERAL                        # dateLiteralValue
    | DATE_LITERAL_N COLON INTEGER        # countedDateLiteralValue
    ;

stringLiteral : STRING | openString ;

openString : QUOTE (STRING_TEXT | STRING_ESCAPE | STRING_NEWLINE | STRING_BACKSLASH)* STRING_END ;

number  : (PLUS | MINUS)? (INTEGER | DECIMAL) ;
integer : (PLUS | MINUS)? INTEGER ;

// ---- WITH ---------------------------------------------------------------------------------------------------------

withClause
    : WITH DATA CATEGORY dataCategory (AND_ dataCategory)*  # withDataCategory
    | WITH identifier EQ stringLiteral                      # withEquals
    ;

dataCategory
    : identifier (AT | ABOVE | BELOW | ABOVE_OR_BELOW) (identifier | LPAREN identifier (COMMA identifier)* RPAREN)
    ;

withWordClause
    : WITH identifier LPAREN option (COMMA option)* RPAREN
    | WITH identifier
    ;

option : identifier EQ (stringLiteral | INTEGER | TRUE_ | FALSE_) ;

// ---- The rest -----------------------------------------------------------------------------------------------------

groupByClause
    : GROUP BY ((ROLLUP | CUBE) LPAREN fieldExprs RPAREN | fieldExprs) havingClause?
    ;

fieldExprs : fieldExpr (COMMA fieldExpr)* ;

havingClause : HAVING conditions ;

orderByClause : ORDER BY orderItem (COMMA orderItem)* ;

orderItem : (fieldExpr | distanceExpr) (ASC | DESC)? (NULLS (FIRST | LAST))? ;

limitClause  : LIMIT integer ;
offsetClause : OFFSET integer ;

forClause
    : FOR VIEW
    | FOR REFERENCE
    ;

updateClause : UPDATE identifier (COMMA identifier)* ;

setOptionsClause : SET OPTIONS LPAREN option (COMMA option)* RPAREN ;

// ---- Names --------------------------------------------------------------------------------------------------------

// Two rules, so that a name that is missing is an unexpected word rather than a missing one, as the server has it.
identifier : IDENTIFIER | openWord ;

openWord
    : DATE_LITERAL | DATE_LITERAL_N
    | ORDER | GROUP | OFFSET | FIELDS | COUNT | DATA | CATEGORY | AT | ABOVE | BELOW | ABOVE_OR_BELOW | VIEW | REFERENCE
    | TYPEOF | WHEN | THEN | END | SCOPE | DISTANCE | GEOLOCATION | SET | OPTIONS | RETURNING
    ;
